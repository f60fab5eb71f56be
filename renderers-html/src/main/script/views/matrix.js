// The matrix of the current head: queries down, keys across; zoom, pan, a crosshair with the value,
// at the right the sum of each row, below the mean of each column.

import { byId, announce, hideTip, isWide, on, pixelRatio, roomFor, showTip } from '../dom.js';
import { abs, ceil, clamp, digits, floor, max, min, round } from '../math.js';
import { bitmap, canvasPen, drawOn, fitText, measure } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, masked, position, ramp, say, tops } from '../color.js';
import { hasMatrix, look } from '../context.js';
import { word } from '../units.js';
import { t } from '../words.js';
/** @typedef {import('../look.js').Look} Look */
/** @typedef {import('../pen.js').Pen} Pen */

/** First row and column shown, and how often the whole is enlarged. */
const frame = { row: 0, column: 0, zoom: 1 };
/** Where cells are in the picture. */
let plot = { left: 0, top: 0, side: 1, cell: 1 };
/** The cells as pixels, and what they were painted of. @type {HTMLCanvasElement|null} */
let painted = null;
/** The cell under the pointer or moved to by keys. @type {{row: number, column: number}|null} */
let cross = null;
/** What the margins show. */
let sums = { of: /** @type {any} */ (null), rows: new Float64Array(0), columns: new Float64Array(0) };
const LEAST_SHOWN = 12, LINE = 12, MARGIN = 26;

/** @returns {Look} */
const current = () => /** @type {Look} */ (look);
const span = () => max(current().cells.rows, current().cells.columns);
const shown = () => span() / frame.zoom;

/** A label for an axis: no dot before words, but a hyphen before what continues one. @param {string[]} labels @param {number} i */
export function axisLabel(labels, i) {
  const { block, queryLabels, groups } = capture(), label = word(labels[i]);
  if (block > 1) return label;
  if (state.units === 'tokens' && !queryLabels) {
    const first = groups[i];
    let last = i;
    while (groups[last + 1] === first) last++;
    if (last > first) return `${label} ${i - first + 1}/${last - first + 1}`;
  }
  const letters = /^\p{Alphabetic}/u.test(labels[i]) && i > 0 && /\p{Alphabetic}$/u.test(labels[i - 1]);
  const spaced = !/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(labels[i]);
  return letters && spaced && state.units === 'tokens' ? `-${label}` : label;
}

function sumUp() {
  const { cells } = current();
  if (sums.of === cells) return;
  sums = { of: cells, rows: new Float64Array(cells.rows), columns: new Float64Array(cells.columns) };
  const seen = new Float64Array(cells.columns);
  for (let r = 0; r < cells.rows; r++) {
    cells.eachInRow(r, (column, value) => {
      sums.rows[r] += value;
      sums.columns[column] += value;
    });
    sums.rows[r] += cells.rest(r);
  }
  for (let c = 0; c < cells.columns; c++) seen[c] = cells.causal ? max(1, cells.rows - c) : cells.rows;
  sums.columns.forEach((sum, c) => { sums.columns[c] = sum / seen[c]; });
}

/** Finds the size that fits. @param {number} room @param {number} height @param {number} ratio */
function fit(room, height, ratio) {
  const { rowLabels, columnLabels } = current(), wide = isWide();
  const longest = (/** @type {string[]} */ all) => widest(all.length, i => axisLabel(all, i));
  const most = wide ? 120 : 84;
  plot.left = clamp(longest(rowLabels), 74, most);
  plot.top = clamp(longest(columnLabels), 48, wide ? 100 : most);
  const byWidth = room - plot.left - MARGIN - 2, byHeight = height - plot.top - MARGIN - 2;
  const side = clamp(min(byWidth, byHeight), 120, 720);
  // Whole pixels a cell look even where cells are large.
  const whole = floor(side * ratio / span());
  plot.side = whole >= 4 ? whole * span() / ratio : floor(side);
  plot.cell = plot.side / shown();
}

const size = () => ({ width: ceil(plot.left + plot.side + MARGIN + 2), height: ceil(plot.top + plot.side + MARGIN + 2) });

/** @param {number} ratio */
function paintCells(ratio) {
  const side = round(plot.side * ratio), { cells } = current(), scale = shown() / side;
  const values = cells.paint({ size: side, row: frame.row, column: frame.column, scale }), ends = tops(cells);
  const limit = floor(min(side, (cells.columns - frame.column) / scale));
  painted = bitmap(side, side, pixels => {
    for (let y = 0; y < side; y++) {
      const row = floor(frame.row + y * scale);
      if (row >= cells.rows) break;
      for (let x = 0; x < limit; x++) {
        const value = values[y * side + x];
        pixels[y * side + x] = value !== value ? masked : ramp[position(value, ends[row])];
      }
    }
  });
}

/** Draws all but the crosshair. @param {Pen} pen */
function draw(pen) {
  const { left, top, side, cell } = plot, c = colors();
  if (painted) pen.picture(painted, left, top, side, side);
  drawAxis(pen, false);
  drawAxis(pen, true);
  drawSums(pen);
  pen.text(t('keysAxis'), left - 12, top - 22, { color: c.dim, align: 'right', italic: true, size: 11 });
  pen.text(t('queriesAxis'), left - 12, top - 8, { color: c.dim, align: 'right', italic: true, size: 11 });
  const from = state.d === 'from', chosen = chosenOf(from ? current().rows : current().columns);
  const at = (chosen - (from ? frame.row : frame.column)) * cell, thick = max(cell, 3);
  pen.clip(left, top, side, side, () => {
    const style = { stroke: c.mark, line: 1.5 };
    if (from) pen.rect(left - 4, top + at - (thick - cell) / 2, side + 8, thick, style);
    else pen.rect(left + at - (thick - cell) / 2, top - 4, thick, side + 8, style);
  });
}

/** The sums of rows at the right, the means of columns below; one stripe a line of pixels where cells are small. @param {Pen} pen */
function drawSums(pen) {
  sumUp();
  const { left, top, side, cell } = plot, c = colors(), lines = min(floor(side), ceil(shown()));
  const fill = c.ramp[3], step = side / lines;
  const bar = (/** @type {Float64Array} */ all, /** @type {number} */ first, /** @type {number} */ most, /** @type {(at: number, length: number) => void} */ put) => {
    for (let i = 0; i < lines; i++) {
      const from = floor(first + i * step / cell), to = min(all.length, max(from + 1, floor(first + (i + 1) * step / cell)));
      let value = 0;
      for (let j = from; j < to; j++) value = max(value, all[j]);
      if (value > 0) put(i * step, (MARGIN - 6) * min(1, value / most));
    }
  };
  const largest = sums.columns.reduce((a, b) => max(a, b), 0) || 1;
  bar(sums.rows, frame.row, 1, (at, length) => pen.rect(left + side + 4, top + at, length, max(0.5, step - (step > 3 ? 1 : 0)), { fill }));
  bar(sums.columns, frame.column, largest, (at, length) => pen.rect(left + at, top + side + 4, max(0.5, step - (step > 3 ? 1 : 0)), length, { fill }));
}

/**
 * Writes what cells of an axis stand for: as many as there is room for, the chosen one in any case.
 * @param {Pen} pen @param {boolean} across above the cells, else left of them @param {number} left of the cells @param {number} top
 * @param {number} cell size @param {number} start the first, or a part of it @param {number} end @param {number} chosen or -1 @param {(i: number) => string} name
 */
export function writeAxis(pen, across, left, top, cell, start, end, chosen, name) {
  const step = max(1, ceil(LINE / cell)), { mark, text } = colors();
  const write = (/** @type {number} */ i) => {
    const at = (i - start + 0.5) * cell, style = { color: i === chosen ? mark : text, bold: i === chosen };
    if (at < 0 || i > end) return;
    if (across) pen.text(fitText(name(i), top - 8, style), left + at, top - 5, { ...style, upward: true });
    else pen.text(fitText(name(i), left - 8, style), left - 5, top + at, { ...style, align: 'right' });
  };
  for (let i = ceil(start / step) * step; i < end; i += step) {
    if (i !== chosen && (chosen < 0 || abs(i - chosen) * cell >= LINE)) write(i);
  }
  if (chosen >= 0) write(chosen);
}

/** The widest of some texts, a sample if there are many. @param {number} n @param {(i: number) => string} name */
export function widest(n, name) {
  let width = 0;
  for (let i = 0; i < n; i += ceil(n / 64)) width = max(width, measure(name(i)));
  return ceil(width) + 10;
}

/** The chosen unit. @param {import('../units.js').Units} units */
export const chosenOf = units => units.of[min(state.q, units.count - 1)];

/** @param {Pen} pen @param {boolean} across the keys, else the queries */
function drawAxis(pen, across) {
  const { rowLabels, columnLabels, rows, columns } = current(), labels = across ? columnLabels : rowLabels;
  const start = across ? frame.column : frame.row, chosen = across === (state.d === 'to') ? chosenOf(across ? columns : rows) : -1;
  writeAxis(pen, across, plot.left, plot.top, plot.cell, start, min(labels.length - 0.5, start + shown() - 0.5), chosen, i => axisLabel(labels, i));
}

/** What lies over the picture, drawn at every move of the pointer on a canvas of its own. */
function drawCross() {
  const { width, height } = size(), pen = canvasPen(byId('matrix-cross'), width, height, pixelRatio());
  if (!cross) return;
  const { left, top, side, cell } = plot, { dim } = colors();
  const x = left + (cross.column - frame.column + 0.5) * cell, y = top + (cross.row - frame.row + 0.5) * cell;
  pen.clip(left, top, side, side, () => {
    pen.line(left, y, left + side, y, dim);
    pen.line(x, top, x, top + side, dim);
  });
}

function redraw() {
  paintCells(pixelRatio());
  const picture = { ...size(), draw };
  drawOn(byId('matrix'), picture);
  byId('matrix').closest('.picture').style.width = `${max(picture.width, 260)}px`;
  drawCross();
}

/** @param {number} factor @param {number} [x] place that stays, 0 to 1 @param {number} [y] */
function zoom(factor, x = 0.5, y = 0.5) {
  const before = shown();
  frame.zoom = clamp(frame.zoom * factor, 1, max(1, span() / LEAST_SHOWN));
  pan(frame.row + (before - shown()) * y, frame.column + (before - shown()) * x);
}

/** @param {number} row @param {number} column */
function pan(row, column) {
  const last = span() - shown();
  frame.row = clamp(row, 0, last);
  frame.column = clamp(column, 0, last);
  plot.cell = plot.side / shown();
  redraw();
}

function zoomAll() {
  frame.zoom = 1;
  pan(0, 0);
}

/** The cell at a place of the window, or null. @param {{clientX: number, clientY: number}} e */
function cellAt(e) {
  if (!look) return null;
  const box = byId('matrix').getBoundingClientRect(), { cells } = look;
  const x = e.clientX - box.left - plot.left, y = e.clientY - box.top - plot.top;
  const row = floor(frame.row + y / plot.cell), column = floor(frame.column + x / plot.cell);
  return x >= 0 && y >= 0 && x < plot.side && y < plot.side && row < cells.rows && column < cells.columns ? { row, column } : null;
}

/** A unit with its numbers. @param {string[]} labels @param {import('../units.js').Units} units @param {number} i */
export function numbered(labels, units, i) {
  const [from, to] = units.span(i), quoted = `\u201c${word(labels[i])}\u201d`;
  return capture().block > 1 ? t('tokensRange', ...labels[i].split('\u2013')) : `${quoted} (${to > from + 1 ? `${from}\u2013${to - 1}` : from})`;
}

/** What a cell says. @param {{row: number, column: number}} cell */
export function sayCell({ row, column }) {
  const { cells, rowLabels, columnLabels, rows, columns } = current();
  const query = numbered(rowLabels, rows, row), key = numbered(columnLabels, columns, column);
  if (column < cells.hidden) return t('hiddenSink');
  if (cells.isMasked(row, column)) return t('notSeen', query, key);
  const value = cells.value(row, column);
  let rank = 1, count = 0;
  cells.eachInRow(row, (_, other) => { count++; if (other > value) rank++; });
  const place = value > 0 ? t('rank', rank, max(count, cells.causal ? row + 1 - cells.hidden : cells.columns - cells.hidden)) : '';
  return t('cell', query, key, say(value)) + place + '\n' + sayRest(row);
}

/** A number of units, in words. @param {number} n */
export const counted = n => t(capture().block > 1 ? 'nBlocks' : state.units === 'words' ? 'nWords' : 'nTokens', n);

/** What a row gives to cells without a value. @param {number} row */
export function sayRest(row) {
  const { cells } = current(), rest = cells.rest(row), least = capture().values[1];
  if (rest < 0.0005) return '';
  if (cells.kept) return t('notKept', say(rest), cells.kept);
  let none = (cells.causal ? row + 1 : cells.columns) - cells.hidden;
  cells.eachInRow(row, () => { none--; });
  return t('spread', say(rest), counted(max(1, none)), least);
}

/** @param {{row: number, column: number}|null} cell */
function moveCross(cell) {
  if (cell?.row === cross?.row && cell?.column === cross?.column) return;
  cross = cell;
  drawCross();
  if (cell) announce(sayCell(cell));
}

/** @param {KeyboardEvent} e */
function moveByKey(e) {
  if (!look) return;
  const { cells, rows } = look, step = e.shiftKey ? 10 : 1, last = min(cells.rows, cells.columns) - 1;
  const now = cross ?? { row: min(chosenOf(rows), last), column: 0 };
  let { row, column } = now;
  switch (e.key) {
    case 'ArrowLeft': column -= step; break;
    case 'ArrowRight': column += step; break;
    case 'ArrowUp': row -= step; break;
    case 'ArrowDown': row += step; break;
    case '+': case '=': e.preventDefault(); zoom(1.5); return;
    case '-': e.preventDefault(); zoom(1 / 1.5); return;
    case '0': e.preventDefault(); zoomAll(); return;
    case 'Escape': moveCross(null); return;
    case 'Enter': e.preventDefault(); go({ q: rows.starts[now.row], d: 'from' }); return;
    default: return;
  }
  e.preventDefault();
  row = clamp(row, 0, cells.rows - 1);
  column = clamp(column, 0, cells.columns - 1);
  const inside = (/** @type {number} */ at, /** @type {number} */ first) => at >= first && at + 1 <= first + shown();
  if (!inside(row, frame.row) || !inside(column, frame.column)) pan(row - shown() / 2, column - shown() / 2);
  moveCross({ row, column });
}

export const LINK_FIELDS = ['query', 'query_text', 'key', 'key_text', 'probability'];

/** All cells that are not 0, as rows of a table. @param {Look} look */
export function* linksOf({ cells, rows, columns, rowLabels, columnLabels }) {
  for (let r = 0; r < cells.rows; r++) {
    /** @type {(string|number)[][]} */
    const found = [];
    cells.eachInRow(r, (c, value) => found.push([rows.starts[r], rowLabels[r], columns.starts[c], columnLabels[c], digits(value)]));
    yield* found;
  }
}

/** @type {{x: number, y: number, row: number, column: number, moved: boolean}|null} */
let drag = null;
/** The matrix that the window was set for. */
let shape = '';

/** @type {import('../context.js').View} */
export const matrixView = {
  id: 'matrix',
  fits: hasMatrix,
  needsLook: true,
  hasList: true,
  show() {
    const { c, cells } = current(), now = `${c} ${cells.rows} ${cells.columns}`;
    if (now !== shape) {
      Object.assign(frame, { row: 0, column: 0, zoom: 1 });
      cross = null;
      shape = now;
    }
    const { width, height } = roomFor(byId('matrix'));
    fit(width, max(300, height - 82), pixelRatio());
    redraw();
  },
  picture: () => ({ ...size(), draw }),
  * table() {
    yield LINK_FIELDS;
    yield* linksOf(current());
  },
  events() {
    const canvas = byId('matrix');
    on(canvas, {
      pointerdown(e) {
        drag = { x: e.clientX, y: e.clientY, row: frame.row, column: frame.column, moved: false };
        canvas.setPointerCapture(e.pointerId);
      },
      pointermove(e) {
        if (drag && (drag.moved || Math.hypot(e.clientX - drag.x, e.clientY - drag.y) > 4)) {
          drag.moved = true;
          hideTip();
          pan(drag.row - (e.clientY - drag.y) / plot.cell, drag.column - (e.clientX - drag.x) / plot.cell);
          return;
        }
        const cell = cellAt(e);
        moveCross(cell);
        if (cell) showTip(e, sayCell(cell));
        else hideTip();
      },
      pointerup(e) {
        const cell = drag && !drag.moved && cellAt(e);
        drag = null;
        if (cell) go({ q: current().rows.starts[cell.row], d: 'from' });
      },
      pointercancel() { drag = null; },
      pointerleave() { moveCross(null); hideTip(); },
      keydown: moveByKey,
    });
    canvas.addEventListener('wheel', (/** @type {WheelEvent} */ e) => {
      if (!cellAt(e) || e.deltaY > 0 && frame.zoom === 1) return;
      e.preventDefault();
      const box = canvas.getBoundingClientRect();
      zoom(e.deltaY < 0 ? 1.25 : 0.8, (e.clientX - box.left - plot.left) / plot.side, (e.clientY - box.top - plot.top) / plot.side);
    }, { passive: false });
    for (const [name, click] of Object.entries({ in: () => zoom(1.5), out: () => zoom(1 / 1.5), all: zoomAll })) on(byId(`zoom-${name}`), { click });
  },
};
