// Two captures side by side, over the tokens that both have: the same head in the first and in the
// second, and what the second gives more or less.

import { page } from '../page.js';
import { ARROWS, byId, element, on, pixelRatio, pointing, write } from '../dom.js';
import { abs, clamp, digits, floor, max, min, round } from '../math.js';
import { bitmap, drawOn, fitText } from '../pen.js';
import { go, state } from '../state.js';
import { colors, gradient, masked, position, ramp, say, tops } from '../color.js';
import { merge } from '../cells.js';
import { look } from '../context.js';
import { lookAt } from '../look.js';
import { t } from '../words.js';
import { LINK_FIELDS, chosenOf, numbered, outline } from './matrix.js';
/** @typedef {import('../cells.js').Cells} Cells */
/** @typedef {import('../look.js').Look} Look */
/** @typedef {import('../pen.js').Pen} Pen */
/** @typedef {[number, number, number]} Change a place, what it gets in the first, and in the second */

/** @type {Look[]} */
let looks = [];
/** Of each capture, the units that both have, in order: what is at a place of these. @type {number[][]} */
let shared = [];
/** Of each capture, its matrix by place. @type {Cells[]} */
let common = [];
/** @type {HTMLCanvasElement[]} */
let squares = [];
let side = 0;
const GAP = 16, TITLE = 18, LEAST_CHANGE = 0.005, MOST_CHANGES = 8;

const figures = () => /** @type {any[]} */ ([...byId('compare').children]);

/** Fills `shared` from the tokens that the captures share. */
function align() {
  const { first, second } = /** @type {{first: number[], second: number[]}} */ (page.comparison);
  shared = [[], []];
  first.forEach((token, i) => {
    const found = [token, second[i]].map((one, n) => looks[n].rows.of[one]);
    // A unit has one partner, and a token that was never read has no row.
    if (found.every((unit, n) => unit > (shared[n].at(-1) ?? -1))) found.forEach((unit, n) => shared[n].push(unit));
  });
}

/** Some rows and columns of a matrix. @param {Cells} cells @param {number[]} units */
function select(cells, units) {
  const of = new Int32Array(max(cells.rows, cells.columns)).fill(-1);
  units.forEach((unit, place) => { of[unit] = place; });
  const places = { of, length: units.length, span: (/** @type {number} */ i) => /** @type {[number, number]} */ ([units[i], units[i] + 1]) };
  return merge(cells, places, places);
}

/** What a row gives in both captures, the largest change first. @param {number} row @returns {Change[]} */
function changesOf(row) {
  return [...new Set(common.flatMap(({ keys }) => keys[row]))].map(key => /** @type {Change} */ ([key, ...common.map(cells => cells.value(row, key))]))
    .sort(([, a, b], [, c, d]) => abs(d - c) - abs(b - a));
}

/** @param {number} size @returns {HTMLCanvasElement[]} */
function paint(size) {
  const { length } = shared[0], scale = length / size, ends = common.map(tops), [less, more] = [colors().less, colors().more].map(gradient);
  const [before, after] = common.map(cells => cells.paint({ size, row: 0, column: 0, scale }));
  const changes = after.map((value, i) => value - before[i]);
  const top = state.range === 'unit' ? 1 : changes.reduce((most, change) => max(most, abs(change) || 0), 1e-9);
  return [before, after, changes].map((values, n) => bitmap(size, size, pixels => values.forEach((value, i) => {
    pixels[i] = value !== value ? masked
      : n < 2 ? ramp[position(value, ends[n][floor(floor(i / size) * scale)])] : (value < 0 ? less : more)[position(abs(value), top)];
  })));
}

/** The place of the chosen row, or -1. */
const chosen = () => shared[state.c].indexOf(chosenOf(looks[state.c].rows));

/** @param {Pen} pen @param {number} n @param {number} x @param {number} y */
function drawSquare(pen, n, x, y) {
  const row = chosen(), high = side / shared[0].length;
  pen.picture(squares[n], x, y, side, side);
  if (row >= 0) outline(pen, false, x, y, side, side, row * high, high);
}

const title = (/** @type {number} */ n) => n < 2 ? page.captures[n].name : t('difference');

/** All in a row. @returns {import('../context.js').Picture} */
const picture = () => ({
  width: 3 * (side + GAP), height: side + TITLE,
  draw: pen => squares.forEach((_, n) => {
    pen.text(fitText(title(n), side), n * (side + GAP), 9, { color: colors().text });
    drawSquare(pen, n, n * (side + GAP), TITLE);
  }),
});

/** The row, or column, at a place in words. @param {number} place */
const name = place => numbered(looks[0].rowLabels, looks[0].rows, shared[0][place]);

/** @param {number} before @param {number} after */
const sayChange = (before, after) => `${say(before, 0)} \u2192 ${say(after, 1)}`;

function listChanges() {
  const row = chosen(), found = row < 0 ? [] : changesOf(row).filter(([, a, b]) => abs(b - a) >= LEAST_CHANGE).slice(0, MOST_CHANGES);
  write('changes-title', row < 0 ? t('noPartner') : t(found.length ? 'changesOf' : 'noChange', name(row)));
  byId('changes').replaceChildren(...found.map(([key, a, b]) => element('li', {}, element('bdi', { textContent: name(key) }), ` ${sayChange(a, b)}`)));
}

/** Chooses a row; its partner is chosen with it. @param {number} c @param {number} row */
const choose = (c, row) => go({ c, v: 'compare', l: state.l, h: state.h, q: looks[c].rows.starts[shared[c][clamp(row, 0, shared[c].length - 1)]], d: 'from' });

function redraw() {
  if (byId('compare').hidden || !common.length) return;
  const room = byId('panel-compare').clientWidth;
  side = floor(min(360, room > 560 ? room / 3 - GAP : room - 2));
  squares = paint(round(side * pixelRatio()));
  figures().forEach((figure, n) => {
    figure.firstChild.textContent = title(n);
    drawOn(figure.lastChild, { width: side, height: side, draw: pen => drawSquare(pen, n, 0, 0) });
  });
  listChanges();
}

/** @type {import('../context.js').View} */
export const compareView = {
  id: 'compare',
  fits: () => Boolean(page.comparison) && state.c < 2,
  needsLook: true,
  async show() {
    const mine = look, { c, l, h } = state, other = await lookAt(state, 1 - c, l, h).catch(() => null);
    if (mine !== look || !mine) return;
    byId('compare').hidden = byId('changes').hidden = !other;
    write('changes-title', t('otherMissing'));
    if (!other) return;
    looks = c ? [other, mine] : [mine, other];
    align();
    common = looks.map(({ cells }, n) => select(cells, shared[n]));
    redraw();
  },
  redraw,
  picture,
  * table() {
    yield [...LINK_FIELDS.slice(0, 4), 'first', 'second'];
    const { rows, rowLabels } = looks[0], told = (/** @type {number} */ place) => [rows.starts[shared[0][place]], rowLabels[shared[0][place]]];
    for (const row of shared[0].keys()) {
      for (const [key, ...both] of changesOf(row)) yield [...told(row), ...told(key), ...both.map(value => digits(value))];
    }
  },
  events() {
    figures().forEach(({ lastChild }, n) => pointing(lastChild, (x, y) => [y, x].map(at => clamp(floor(at / side * shared[0].length), 0, shared[0].length - 1)),
      ([row, key]) => t('cell', name(row), name(key), sayChange(common[0].value(row, key), common[1].value(row, key))),
      ([row]) => choose(n < 2 ? n : state.c, row)));
    on(byId('compare'), { keydown(e) {
      const step = ARROWS[e.key]?.[1];
      if (!step) return;
      e.preventDefault();
      choose(state.c, chosen() + step);
    } });
  },
};
