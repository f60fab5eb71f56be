// How the answer was written: a strip with a row for each token of it, and a slider over them.

import { byId, clamp, element, hideTip, isWide, pixelRatio, showTip } from '../dom.js';
import { canvasPen, fitText, measure } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, masked, position, ramp, say, tops } from '../color.js';
import { look } from '../context.js';
import { word } from '../units.js';
import { t } from '../words.js';
import { axisLabel, sayCell } from './matrix.js';
/** @typedef {import('../look.js').Look} Look */
/** @typedef {import('../pen.js').Pen} Pen */

const LINE = 12;
let plot = { left: 1, top: 1, width: 1, height: 1 };

const current = () => /** @type {Look} */ (look);
/** How many tokens were written. */
const count = () => Math.min(capture().tokens, capture().queries + 1) - capture().prompt;
/** The row that wrote a token of the answer. @param {number} i */
const rowOf = i => current().rows.of[capture().prompt - 1 + i];
/** The token of the answer that the chosen row wrote, or -1. */
const chosen = () => { const i = state.q - capture().prompt + 1; return state.d === 'from' && i < count() ? Math.max(-1, i) : -1; };
/** @param {number} i */
const written = i => word(capture().labels[capture().prompt + i]);
const size = () => ({ width: plot.left + plot.width + 2, height: plot.top + plot.height + 2 });

function fit() {
  const panel = byId('panel-steps'), { columnLabels } = current(), n = count();
  const longest = (/** @type {string[]} */ all) => Math.ceil(all.reduce((most, label) => Math.max(most, measure(label)), 0)) + 10;
  const left = clamp(longest(Array.from({ length: n }, (_, i) => written(i))), 40, 110);
  const top = clamp(longest(columnLabels.slice(0, 200).map((_, i) => axisLabel(columnLabels, i))), 40, 90);
  const room = isWide() ? Math.max(160, innerHeight - byId('step-strip').getBoundingClientRect().top - scrollY - top - 70) : 480;
  const width = panel.clientWidth - (panel.clientWidth > 560 ? 200 : 0) - left - 4;
  plot = { left, top, width: Math.min(width, columnLabels.length * 22), height: Math.max(Math.min(room, n * 22), n / pixelRatio()) };
}

/** @param {number} ratio @returns {HTMLCanvasElement} */
function paint(ratio) {
  const width = Math.round(plot.width * ratio), height = Math.round(plot.height * ratio), { cells } = current(), n = count();
  const canvas = element('canvas', { width, height }), g = canvas.getContext('2d'), image = g.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer), ends = tops(cells), at = (/** @type {number} */ column) => Math.floor(column * width / cells.columns);
  for (let i = 0; i < n; i++) {
    const row = rowOf(i), line = new Int16Array(width).fill(-1).fill(0, at(cells.hidden), at(cells.causal ? row + 1 : cells.columns));
    cells.eachInRow(row, (column, value) => {
      const place = position(value, ends[row]);
      for (let x = at(column); x < Math.max(at(column) + 1, at(column + 1)); x++) line[x] = Math.max(line[x], place);
    });
    const colours = Uint32Array.from(line, place => place < 0 ? masked : ramp[place]);
    for (let y = Math.floor(i * height / n); y < Math.floor((i + 1) * height / n); y++) pixels.set(colours, y * width);
  }
  g.putImageData(image, 0, 0);
  return canvas;
}

/** @param {Pen} pen */
function draw(pen) {
  const { left, top, width, height } = plot, c = colors(), { cells, columnLabels, columns } = current(), n = count();
  const tall = height / n, wide = width / cells.columns, me = chosen();
  pen.picture(paint(pixelRatio()), left, top, width, height);
  for (let i = 0, every = Math.ceil(LINE / tall); i < n; i++) {
    const style = { color: i === me ? c.mark : c.text, bold: i === me, align: /** @type {const} */ ('right') };
    if (i === me || i % every === 0 && (me < 0 || Math.abs(i - me) * tall >= LINE)) pen.text(fitText(written(i), left - 8, style), left - 5, top + (i + 0.5) * tall, style);
  }
  const key = me < 0 ? columns.of[Math.min(state.q, columns.count - 1)] : -1;
  for (let k = 0, every = Math.ceil(LINE / wide); k < cells.columns; k++) {
    const style = { color: k === key ? c.mark : c.text, bold: k === key, upward: true };
    if (k === key || k % every === 0 && (key < 0 || Math.abs(k - key) * wide >= LINE)) pen.text(fitText(axisLabel(columnLabels, k), top - 8, style), left + (k + 0.5) * wide, top - 5, style);
  }
  const start = left + columns.of[Math.min(capture().prompt, columns.count - 1)] * wide, mark = { stroke: c.mark, line: 1.5 };
  pen.line(start, top, start, top + height, c.dim);
  if (me >= 0) pen.rect(left, top + me * tall, width, Math.max(3, tall), mark);
  else pen.rect(left + key * wide, top, Math.max(3, wide), height, mark);
}

/** @param {number} i @param {boolean} lasting */
const choose = (i, lasting) => { const step = clamp(i, 0, count() - 1); go({ step, q: capture().prompt - 1 + step, d: 'from' }, lasting); };

/** The cell at a place of the window, as a token of the answer and a column. @param {{clientX: number, clientY: number}} e */
function cellAt(e) {
  const box = byId('step-strip').getBoundingClientRect(), x = e.clientX - box.left - plot.left, y = e.clientY - box.top - plot.top;
  return look && x >= 0 && x < plot.width && y >= 0 && y < plot.height
    ? { step: Math.floor(y * count() / plot.height), column: Math.floor(x * look.cells.columns / plot.width) } : null;
}

/** @type {import('../context.js').View} */
export const stepsView = {
  id: 'steps',
  fits: () => {
    const { prompt, block, queryLabels, forms } = capture();
    return prompt > 0 && block === 1 && !queryLabels && count() > 0 && Object.keys(forms).length > 0;
  },
  needsLook: true,
  hasList: true,
  show() {
    const me = chosen(), slider = byId('step'), now = me < 0 ? state.step : me, p = capture().steps[now]?.p;
    const text = t('stepOf', now + 1, count(), written(now)) + (typeof p === 'number' ? t('stepP', say(p)) : '') + t('end');
    slider.max = count() - 1;
    slider.value = now;
    slider.setAttribute('aria-valuetext', text);
    byId('step-text').textContent = me < 0 ? t('chooseStep') : text;
    byId('step-back').disabled = me === 0;
    byId('step-on').disabled = me === count() - 1;
    fit();
    const { width, height } = size();
    draw(canvasPen(byId('step-strip'), width, height, pixelRatio()));
  },
  picture: () => ({ ...size(), draw }),
  * table() {
    const { cells, columns, columnLabels } = current(), { prompt, labels, steps } = capture();
    yield ['step', 'token', 'token_probability', 'key', 'key_text', 'probability'];
    for (let i = 0; i < count(); i++) {
      /** @type {(string|number)[][]} */
      const found = [];
      cells.eachInRow(rowOf(i), (k, value) => found.push([i, labels[prompt + i], steps[i]?.p ?? '', columns.starts[k], columnLabels[k], Number(value.toPrecision(4))]));
      yield* found;
    }
  },
  events() {
    const strip = byId('step-strip'), now = () => Math.max(chosen(), 0);
    byId('step').addEventListener('input', (/** @type {any} */ e) => choose(Number(e.target.value), false));
    byId('step-back').addEventListener('click', () => choose(now() - 1, false));
    byId('step-on').addEventListener('click', () => choose(chosen() + 1, false));
    strip.addEventListener('pointermove', (/** @type {PointerEvent} */ e) => {
      const cell = cellAt(e);
      if (cell) showTip(e, `${t('writing', written(cell.step))}\n${sayCell({ row: rowOf(cell.step), column: cell.column })}`);
      else hideTip();
    });
    strip.addEventListener('pointerleave', hideTip);
    strip.addEventListener('click', (/** @type {PointerEvent} */ e) => {
      const cell = cellAt(e);
      if (cell) choose(cell.step, true);
    });
  },
};
