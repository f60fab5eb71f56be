// Copies a link to what is shown; saves it as a picture or as data.

import { byId, element, on, write } from './dom.js';
import { capture, formatState, state } from './state.js';
import { colors } from './color.js';
import { canvasPen, svgOf } from './pen.js';
import { t } from './words.js';
/** @typedef {import('./context.js').View} View */

/** @param {string} text @noinline */
const say = text => write('saved', text);

/** @param {Blob} blob @param {string} ending */
function download(blob, ending) {
  const url = URL.createObjectURL(blob), { v, l, h } = state, { layers, heads } = capture();
  const head = l >= layers ? l === layers ? 'mean' : 'rollout' : h === heads ? `${l}-mean` : `${l}-${h}`;
  const link = element('a', { href: url, download: `attention-${v || 'matrix'}-${head}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

async function copyLink() {
  const link = location.href.replace(/#.*/, '') + formatState(state);
  try {
    await navigator.clipboard.writeText(link);
    say(t('copied'));
  } catch {
    say(t('notCopied'));
  }
}

/** @param {View} view */
function saveSvg(view) {
  const picture = view.picture?.();
  if (!picture) return;
  const svg = svgOf(picture.width, picture.height, colors().background, picture.draw);
  download(new Blob([svg], { type: 'image/svg+xml' }), 'svg');
}

/** @param {View} view */
function savePng(view) {
  const picture = view.picture?.();
  if (!picture) return;
  const canvas = document.createElement('canvas'), pen = canvasPen(canvas, picture.width, picture.height, 2);
  pen.rect(0, 0, picture.width, picture.height, colors().background);
  picture.draw(pen);
  canvas.toBlob(blob => { if (blob) download(blob, 'png'); });
}

/** A field of CSV; a spreadsheet would take text that begins so for a formula. @param {string|number} value */
export const field = value => typeof value === 'number' ? String(value) : `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replace(/"/g, '""')}"`;

/** @param {View} view */
function saveCsv(view) {
  const parts = [];
  for (const row of view.table?.() ?? []) parts.push(`${row.map(field).join(',')}\r\n`);
  // With a mark, spreadsheets read it as UTF-8.
  download(new Blob(['\ufeff', ...parts], { type: 'text/csv' }), 'csv');
}

/** @param {() => View} current */
export function saveEvents(current) {
  // In a page within another there is no address to copy, and files are refused.
  byId('save').hidden = location.protocol === 'about:';
  on(byId('copy-link'), { click: copyLink });
  for (const [kind, save] of Object.entries({ svg: saveSvg, png: savePng, csv: saveCsv })) on(byId(`save-${kind}`), { click: () => save(current()) });
}

/** Offers what a view can save. @param {View} view @param {boolean} drawn */
export function offer(view, drawn) {
  byId('save-svg').hidden = byId('save-png').hidden = !view.picture || !drawn;
  byId('save-csv').hidden = !view.table || !drawn;
  say('');
}
