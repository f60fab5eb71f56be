// The matrix of the current head: queries down, keys across; zoom, pan, a crosshair with the value,
// at the right the sum of each row, below the mean of each column.

import { ARROWS, announce, byId, isWide, on, pixelRatio, placeIn, pointing, roomFor } from '../dom.js';
import { abs, ceil, clamp, digits, floor, max, min, round } from '../math.js';
import { bitmap, canvasPen, drawOn, fitText, measure } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, masked, position, ramp, say, tops } from '../color.js';
import { hasMatrix, look } from '../context.js';
import { quote, word } from '../units.js';
import { covered } from '../cells.js';
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
/** The pointer where it was pressed, and what was shown there. @type {{x: number, y: number, row: number, column: number, moved: boolean}|null} */
let drag = null;
/** What the margins show. */
let sums = { of: /** @type {any} */ (null), rows: new Float64Array(0), columns: new Float64Array(0) };
const LEAST_SHOWN = 12, LINE = 12, MARGIN = 26;

/** @returns {Look} */
const current = () => /** @type {Look} */ (look);
const span = () => max(current().cells.rows, current().cells.columns);
/** @noinline */
const shown = () => span() / frame.zoom;

/** A label for an axis: no dot before words, but a hyphen before what continues one. @param {string[]} labels @param {number} i */
export function axisLabel(labels, i) {
  const { block, queryLabels, groups } = capture(), label = word(labels[i]);
  if (block > 1 || state.units === 'words') return label;
  const first = groups[i], parts = groups.lastIndexOf(first) - first + 1;
  if (!queryLabels && parts > 1) return `${label} ${i - first + 1}/${parts}`;
  const continues = i && /\p{Alphabetic}$/u.test(labels[i - 1]) && /^(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])\p{Alphabetic}/u.test(labels[i]);
  return continues ? `-${label}` : label;
}

function sumUp() {
  const { cells } = current(), { rows, columns, causal } = cells;
  if (sums.of === cells) return;
  sums = { of: cells, rows: new Float64Array(rows), columns: new Float64Array(columns) };
  for (let r = 0; r < rows; r++) {
    sums.rows[r] = cells.rests[r];
    cells.eachInRow(r, (column, value) => {
      sums.rows[r] += value;
      sums.columns[column] += value / (causal ? max(1, rows - column) : rows);
    });
  }
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

/** Frames the chosen row or column of a picture. @param {Pen} pen @param {boolean} across whether it is a column @param {number} left @param {number} top @param {number} width @param {number} height @param {number} at where it begins @param {number} cell size */
export function outline(pen, across, left, top, width, height, at, cell) {
  const more = max(0, 3 - cell) / 2;
  for (const edge of [at - more, at + cell + more]) rule(pen, across, left, top, width, height, edge, colors().mark, 1.5);
}

/** A line over a picture, where it is in the picture. @param {Pen} pen @param {boolean} down @param {number} left @param {number} top @param {number} width @param {number} height @param {number} at @param {string} color @param {number} [thick] */
function rule(pen, down, left, top, width, height, at, color, thick) {
  if (at > -2 && at < (down ? width : height) + 2) pen.line(down ? `M${left + at} ${top}v${height}` : `M${left} ${top + at}h${width}`, color, thick);
}

/** Draws all but the crosshair. @param {Pen} pen */
function draw(pen) {
  const { left, top, side, cell } = plot, across = state.d === 'to', { columns, rows } = current();
  if (painted) pen.picture(painted, left, top, side, side);
  sumUp();
  drawSide(pen, false);
  drawSide(pen, true);
  for (const [i, name] of ['keysAxis', 'queriesAxis'].entries()) pen.text(t(name), left - 12, top - 22 + 14 * i, { color: colors().dim, align: 'right', italic: true, size: 11 });
  const at = (chosenOf(across ? columns : rows) - (across ? frame.column : frame.row)) * cell;
  outline(pen, across, left, top, side, side, at, cell);
}

/**
 * The names of keys above and means of columns below, or the names of queries at the left and sums of
 * rows at the right: one bar a line of pixels where cells are small.
 * @param {Pen} pen @param {boolean} across
 */
function drawSide(pen, across) {
  const { left, top, side, cell } = plot, { rowLabels, columnLabels, rows, columns } = current(), labels = across ? columnLabels : rowLabels;
  const start = across ? frame.column : frame.row, chosen = across === (state.d === 'to') ? chosenOf(across ? columns : rows) : -1;
  writeAxis(pen, across, left, top, cell, start, min(labels.length, start + shown()) - 0.5, chosen, i => axisLabel(labels, i));
  const all = across ? sums.columns : sums.rows, lines = min(floor(side), ceil(shown())), step = side / lines, thick = max(0.5, step > 3 ? step - 1 : step);
  const most = across && all.reduce((a, b) => max(a, b), 0) || 1;
  for (let i = 0; i < lines; i++) {
    const value = max(0, ...all.slice(...covered(start, step / cell, i, all.length))), length = (MARGIN - 6) * min(1, value / most);
    if (!value) continue;
    if (across) pen.rect(left + i * step, top + side + 4, thick, length, colors().ramp[3]);
    else pen.rect(left + side + 4, top + i * step, length, thick, colors().ramp[3]);
  }
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

/** What lies over the picture, drawn at every move of the pointer on a canvas of its own. */
function drawCross() {
  const { width, height } = size(), pen = canvasPen(byId('matrix-cross'), width, height, pixelRatio());
  if (!cross) return;
  const { left, top, side, cell } = plot, { dim } = colors();
  rule(pen, false, left, top, side, side, (cross.row - frame.row + 0.5) * cell, dim);
  rule(pen, true, left, top, side, side, (cross.column - frame.column + 0.5) * cell, dim);
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

const zoomIn = () => zoom(1.5);
const zoomOut = () => zoom(1 / 1.5);

function zoomAll() {
  frame.zoom = 1;
  pan(0, 0);
}

/** The cell at a place of the picture; none while it is dragged. @param {number} x @param {number} y */
function cellAt(x, y) {
  if (!look || drag?.moved) return null;
  const { left, top, side, cell } = plot, row = floor(frame.row + (y - top) / cell), column = floor(frame.column + (x - left) / cell);
  return x >= left && y >= top && x < left + side && y < top + side && row < look.cells.rows && column < look.cells.columns ? { row, column } : null;
}

/** A unit with its numbers. @param {string[]} labels @param {import('../units.js').Units} units @param {number} i */
export const numbered = (labels, units, i) => capture().block > 1 ? t('tokensRange', ...labels[i].split('\u2013')) : quote(labels[i], units, i);

/** What a cell says. @param {{row: number, column: number}} cell */
export function sayCell({ row, column }) {
  const { cells, rowLabels, columnLabels, rows, columns } = current();
  const query = numbered(rowLabels, rows, row), key = numbered(columnLabels, columns, column);
  if (column < cells.hidden) return t('hiddenSink');
  if (cells.isMasked(row, column)) return t('notSeen', query, key);
  const value = cells.value(row, column), larger = cells.found[row].filter(other => other > value);
  const place = value > 0 ? t('rank', larger.length + 1, cells.end(row) - cells.hidden) : '';
  return t('cell', query, key, say(value)) + place + '\n' + sayRest(row);
}

/** A number of units, in words. @param {number} n */
export const counted = n => t(capture().block > 1 ? 'nBlocks' : state.units === 'words' ? 'nWords' : 'nTokens', n).replace(/^(1 .+)s$/, '$1');

/** What a row gives to cells without a value. @param {number} row */
export function sayRest(row) {
  const { cells } = current(), rest = cells.rests[row], least = capture().values[1];
  if (rest < 0.0005) return '';
  if (cells.kept) return t('notKept', say(rest), cells.kept);
  return t('spread', say(rest), counted(max(1, cells.end(row) - cells.hidden - cells.keys[row].length)), least);
}

/** @param {{row: number, column: number}|null} cell */
function moveCross(cell) {
  if (cell?.row === cross?.row && cell?.column === cross?.column) return;
  cross = cell;
  drawCross();
  if (cell) announce(sayCell(cell));
}

/** @param {{row: number, column: number}} cell */
const choose = ({ row }) => go({ q: current().rows.starts[row], d: 'from' });

/** @param {KeyboardEvent} e */
function moveByKey(e) {
  if (!look) return;
  const { cells, rows } = look, step = e.shiftKey ? 10 : 1, last = min(cells.rows, cells.columns) - 1;
  const now = cross ?? { row: min(chosenOf(rows), last), column: 0 }, [right, down] = ARROWS[e.key] ?? [];
  const act = { '+': zoomIn, '=': zoomIn, '-': zoomOut, 0: zoomAll, Escape: () => moveCross(null), Enter: () => choose(now) }[e.key];
  if (act || right !== undefined) e.preventDefault();
  if (act) act();
  if (right === undefined || down === undefined) return;
  const row = clamp(now.row + down * step, 0, cells.rows - 1), column = clamp(now.column + right * step, 0, cells.columns - 1);
  const inside = (/** @type {number} */ at, /** @type {number} */ first) => at >= first && at + 1 <= first + shown();
  if (!inside(row, frame.row) || !inside(column, frame.column)) pan(row - shown() / 2, column - shown() / 2);
  moveCross({ row, column });
}

export const LINK_FIELDS = ['query', 'query_text', 'key', 'key_text', 'probability'];

/** All cells that are not 0, as rows of a table. @param {Look} look */
export function* linksOf({ cells, rows, columns, rowLabels, columnLabels }) {
  for (let r = 0; r < cells.rows; r++) {
    yield* cells.keys[r].map((c, i) => [rows.starts[r], rowLabels[r], columns.starts[c], columnLabels[c], digits(cells.found[r][i])]);
  }
}

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
    const canvas = byId('matrix'), drop = () => { drag = null; };
    on(canvas, {
      pointerdown(e) {
        drag = { x: e.clientX, y: e.clientY, row: frame.row, column: frame.column, moved: false };
        canvas.setPointerCapture(e.pointerId);
      },
      pointermove(e) {
        // A click follows when the pointer is lifted, and is none if it was dragged.
        if (!e.buttons) drop();
        if (!drag) return;
        const x = e.clientX - drag.x, y = e.clientY - drag.y;
        drag.moved ||= Math.hypot(x, y) > 4;
        if (drag.moved) pan(drag.row - y / plot.cell, drag.column - x / plot.cell);
      },
      pointercancel: drop,
      keydown: moveByKey,
    });
    pointing(canvas, cellAt, sayCell, choose, moveCross);
    on(canvas, { wheel(e) {
      const [x, y] = placeIn(canvas, e);
      if (!cellAt(x, y) || e.deltaY > 0 && frame.zoom === 1) return;
      e.preventDefault();
      zoom(e.deltaY < 0 ? 1.25 : 0.8, (x - plot.left) / plot.side, (y - plot.top) / plot.side);
    } }, { passive: false });
    for (const [name, click] of Object.entries({ in: zoomIn, out: zoomOut, all: zoomAll })) on(byId(`zoom-${name}`), { click });
  },
};
