// How the answer was written: a strip with a row for each token of it, and a slider over them.

import { byId, on, pixelRatio, pointing, roomFor, times, write } from '../dom.js';
import { clamp, floor, max, min, round } from '../math.js';
import { bitmap, drawOn } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, masked, position, ramp, say, tops } from '../color.js';
import { hasMatrix, look } from '../context.js';
import { word } from '../units.js';
import { t } from '../words.js';
import { LINK_FIELDS, axisLabel, chosenOf, linksOf, outline, sayCell, widest, writeAxis } from './matrix.js';
/** @typedef {import('../look.js').Look} Look */
/** @typedef {import('../pen.js').Pen} Pen */

let plot = { left: 1, top: 1, width: 1, height: 1 };

const current = () => /** @type {Look} */ (look);
/** How many tokens were written. */
const count = () => min(capture().tokens, capture().queries + 1) - capture().prompt;
/** The row that wrote a token of the answer. @param {number} i */
const rowOf = i => current().rows.of[capture().prompt - 1 + i];
/** The token of the answer that the chosen row wrote, or -1. */
const chosen = () => { const i = state.q - capture().prompt + 1; return state.d === 'from' && i < count() ? max(-1, i) : -1; };
/** @param {number} i */
const written = i => word(capture().labels[capture().prompt + i]);
/** @param {number} k */
const keyLabel = k => axisLabel(current().columnLabels, k);
const picture = () => ({ width: plot.left + plot.width + 2, height: plot.top + plot.height + 2, draw });

function fit() {
  const n = count(), keys = current().columnLabels.length, room = roomFor(byId('step-strip'));
  const left = clamp(widest(n, written), 40, 110), top = clamp(widest(keys, keyLabel), 40, 90);
  plot = { left, top, width: min(room.width - left - 4, keys * 22), height: max(min(max(160, room.height - top), n * 22), n / pixelRatio()) };
}

/** @param {number} ratio @returns {HTMLCanvasElement} */
function paint(ratio) {
  const width = round(plot.width * ratio), height = round(plot.height * ratio), { cells } = current(), n = count();
  const ends = tops(cells), at = (/** @type {number} */ column) => floor(column * width / cells.columns);
  return bitmap(width, height, pixels => times(n, i => {
    const row = rowOf(i), line = new Int16Array(width).fill(-1).fill(0, at(cells.hidden), at(cells.end(row)));
    cells.eachInRow(row, (column, value) => {
      for (let x = at(column); x < max(at(column) + 1, at(column + 1)); x++) line[x] = max(line[x], position(value, ends[row]));
    });
    const colours = Uint32Array.from(line, place => place < 0 ? masked : ramp[place]);
    for (let y = floor(i * height / n); y < floor((i + 1) * height / n); y++) pixels.set(colours, y * width);
  }));
}

/** @param {Pen} pen */
function draw(pen) {
  const { left, top, width, height } = plot, { cells, columns } = current(), n = count();
  const tall = height / n, wide = width / cells.columns, me = chosen(), key = me < 0 ? chosenOf(columns) : -1;
  pen.picture(paint(pixelRatio()), left, top, width, height);
  writeAxis(pen, false, left, top, tall, 0, n, me, written);
  writeAxis(pen, true, left, top, wide, 0, cells.columns, key, keyLabel);
  const start = left + columns.of[min(capture().prompt, columns.count - 1)] * wide;
  pen.line(`M${start} ${top}v${height}`, colors().dim);
  if (me >= 0) outline(pen, false, left, top, width, height, me * tall, tall);
  else outline(pen, true, left, top, width, height, key * wide, wide);
}

/** @param {number} i @param {boolean} [lasting] */
function choose(i, lasting = false) {
  const step = clamp(i, 0, count() - 1);
  go({ step, q: capture().prompt - 1 + step, d: 'from' }, lasting);
}

/** @type {import('../context.js').View} */
export const stepsView = {
  id: 'steps',
  fits: () => {
    const { prompt, block, queryLabels } = capture();
    return prompt > 0 && block === 1 && !queryLabels && count() > 0 && hasMatrix();
  },
  needsLook: true,
  hasList: true,
  show() {
    const me = chosen(), slider = byId('step'), now = me < 0 ? state.step : me, { p, others } = capture().steps[now] ?? { p: null, others: [] };
    const instead = others.map(([label, other]) => `\u201c${word(label)}\u201d ${say(other)}`).join(', ');
    const text = t('stepOf', now + 1, count(), written(now)) + (typeof p === 'number' ? t('stepP', say(p)) : '') + (instead && t('stepElse', instead)) + t('end');
    slider.max = count() - 1;
    slider.value = now;
    slider.ariaValueText = text;
    write('step-text', me < 0 ? t('chooseStep') : text);
    byId('step-back').disabled = me === 0;
    byId('step-on').disabled = me === count() - 1;
    fit();
    drawOn(byId('step-strip'), picture());
  },
  picture,
  * table() {
    yield LINK_FIELDS;
    for (const row of linksOf(current())) if (Number(row[0]) >= current().rows.starts[rowOf(0)]) yield row;
  },
  events() {
    on(byId('step'), { input: e => choose(Number(e.target.value)) });
    on(byId('step-back'), { click: () => choose(chosen() - 1) });
    on(byId('step-on'), { click: () => choose(chosen() + 1) });
    pointing(byId('step-strip'), (x, y) => {
      const column = floor((x - plot.left) * current().cells.columns / plot.width), i = floor((y - plot.top) * count() / plot.height);
      return x >= plot.left && column < current().cells.columns && i >= 0 && i < count() ? { i, column } : null;
    }, ({ i, column }) => `${t('writing', written(i))}\n${sayCell({ row: rowOf(i), column })}`, ({ i }) => choose(i, true));
  },
};
