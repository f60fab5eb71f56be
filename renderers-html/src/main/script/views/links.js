// Links between tokens: queries left, keys right, a curve for each probability, a colour for each
// head. Of a long text only what is around the chosen token and its strongest links.

import { byId, element, isWide, on, pointing, roomFor, times } from '../dom.js';
import { ceil, clamp, floor, max, min } from '../math.js';
import { drawOn, fitText, measure } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, css, position, ramp, say, tops } from '../color.js';
import { isWritten, lookAt, slotOf } from '../look.js';
import { hasMatrix } from '../context.js';
import { t } from '../words.js';
import { LINK_FIELDS, axisLabel, chosenOf, counted, linksOf, numbered } from './matrix.js';
/** @typedef {import('../look.js').Look} Look */
/** @typedef {import('../pen.js').Pen} Pen */

/** @typedef {{side: number, unit: number}} Place a query (side 0) or a key (side 1) */

const TOP = 20, LINE = 15, LEAST = 0.05, OTHERS = 8;

/** The heads that are drawn. @type {{h: number, look: Look}[]} */
let drawn = [];
/** What stands left and right: units, and a minus with how many are left out. @type {number[][]} */
let sides = [[], []];
let plot = { width: 1, left: 0, right: 1, step: 1 };
/** @type {Place|null} */
let hovered = null;
let ticket = 0;

/** The heads to draw: several if the current is one of them. */
const shownHeads = () => state.heads.includes(state.h) ? state.heads : [state.h];
/** @param {number} i of those drawn */
const colorOf = i => { const { heads } = colors(); return drawn.length > 1 ? heads[i % heads.length] : css(ramp[255]); };
/** @param {number} side @noinline */
const labelsOf = side => side ? drawn[0].look.columnLabels : drawn[0].look.rowLabels;
/** @param {number} side @noinline */
const unitsOf = side => side ? drawn[0].look.columns : drawn[0].look.rows;

/** @returns {Place} */
function chosen() {
  const side = state.d === 'to' ? 1 : 0;
  return { side, unit: chosenOf(unitsOf(side)) };
}

/** The links of a place, of a head. @param {Look} look @param {Place} place @param {(other: number, value: number) => void} visit */
function eachLink({ cells }, { side, unit }, visit) {
  if (side) cells.eachInColumn(unit, visit);
  else if (unit < cells.rows) cells.eachInRow(unit, visit);
}

/** @param {boolean} near whether it is a link of the place in focus */
const least = near => state.least || (near ? LEAST / 5 : LEAST);

/** Chooses what stands left and right. @param {number} most lines */
function fold(most) {
  const place = chosen(), { side, unit } = place, lengths = [0, 1].map(s => labelsOf(s).length), apart = Boolean(capture().queryLabels);
  const sums = new Float64Array(lengths[1 - side]);
  for (const { look } of drawn) eachLink(look, place, (other, value) => { sums[other] += value; });
  const others = [...sums.keys()].filter(i => sums[i] >= least(true) && (i || apart)).sort((a, b) => sums[b] - sums[a]).slice(0, min(OTHERS, most / 6));
  // As much around them as there is room for.
  for (let around = 1; around <= most; around++) {
    const left = new Set(), wanted = [left, apart ? new Set() : left];
    const add = (/** @type {number} */ s, /** @type {number} */ middle, /** @type {number} */ more) => {
      for (let i = max(0, middle - more); i <= min(middle + more, lengths[s] - 1); i++) wanted[s].add(i);
    };
    add(side, unit, 3 * around);
    if (sums[0] >= LEAST) add(1 - side, 0, 0);
    for (const i of others) add(1 - side, i, around);
    const next = wanted.map((set, s) => folded(set, lengths[s]));
    if (around > 1 && max(...next.map(items => items.length)) > most) return;
    sides = next;
    if (min(...wanted.map((set, s) => set.size - lengths[s])) === 0) return;
  }
}

/** Units in order, and for what is left out between them a minus with how many. @param {Set<number>} units @param {number} length */
function folded(units, length) {
  /** @type {number[]} */
  const items = [];
  let next = 0;
  for (const i of [...units].sort((a, b) => a - b).concat(length)) {
    if (i - next === 1) items.push(next);
    else if (i > next) items.push(next - i);
    if (i < length) items.push(i);
    next = i + 1;
  }
  return items;
}

/** @param {number} i line @noinline */
const lineY = i => TOP + (i + 0.5) * plot.step;
const lines = () => max(...sides.map(items => items.length));

/** @param {Pen} pen */
function draw(pen) {
  const c = colors(), focus = hovered ?? chosen(), { left, right } = plot, target = new Map(sides[1].map((unit, i) => [unit, lineY(i)]));
  const linked = new Set();
  for (const near of hovered ? [true] : [false, true]) {
    drawn.forEach(({ look: { cells } }, i) => {
      const ends = tops(cells), color = colorOf(i);
      // Side by side where heads agree.
      const shift = (i - (drawn.length - 1) / 2) * min(2.5, plot.step / drawn.length);
      sides[0].forEach((row, line) => {
        if (row >= 0) cells.eachInRow(row, (column, value) => {
          const to = target.get(column), isNear = (focus.side ? column : row) === focus.unit;
          // The first token would swamp all others.
          if (to === undefined || isNear !== near || value < least(near) || !near && !column && !capture().queryLabels) return;
          const strength = position(value, ends[row]) / 255;
          if (near) linked.add(focus.side ? row : column);
          const start = lineY(line) + shift, end = to + shift, middle = (left + right) / 2;
          pen.line(`M${left} ${start}C${middle} ${start} ${middle} ${end} ${right} ${end}`, color, 0.75 + strength * (near ? 4 : 2), near ? 0.3 + 0.7 * strength : 0.03 + 0.25 * strength);
        });
      });
    });
  }
  sides.forEach((items, side) => {
    const labels = labelsOf(side), x = side ? right + 6 : left - 6, align = /** @type {'left'|'right'} */ (side ? 'left' : 'right');
    const room = (side ? plot.width - right : left) - 8;
    const heading = t(side ? 'linkKeys' : 'linkQueries'), style = { color: c.dim, italic: true, size: 11, align };
    pen.text(fitText(heading, room, style), x, 8, style);
    items.forEach((i, line) => {
      const isFocus = side === focus.side && i === focus.unit, bright = isFocus || side !== focus.side && linked.has(i);
      const own = { color: isFocus ? c.mark : bright ? c.text : c.dim, bold: isFocus, italic: i < 0, align };
      pen.text(fitText(i < 0 ? `\u2026 ${counted(-i)} \u2026` : axisLabel(labels, i), room, own), x, lineY(line), own);
    });
  });
}

const picture = () => ({ width: plot.width, height: ceil(lineY(lines())), draw });
const redraw = () => drawOn(byId('link-picture'), picture());

function fit() {
  const room = roomFor(byId('link-picture')), height = max(390, room.height - TOP);
  fold(floor(height / LINE));
  const [left, right] = sides.map((items, side) => clamp(max(...items.map(i => i < 0 ? 90 : measure(axisLabel(labelsOf(side), i), { bold: true }))) + 12, 70, isWide() ? 150 : 100));
  const width = min(room.width, left + right + 340);
  plot = { width, left, right: width - right, step: clamp(height / lines(), LINE, 22) };
}

/** @param {number} x @param {number} y @returns {Place|null} */
function placeAt(x, y) {
  const side = x > (plot.left + plot.right) / 2 ? 1 : 0, unit = sides[side][floor((y - TOP) / plot.step)];
  return unit >= 0 ? { side, unit } : null;
}

/** What a place is linked with. @param {Place} place */
function describe(place) {
  const other = 1 - place.side, name = (/** @type {number} */ s, /** @type {number} */ i) => numbered(labelsOf(s), unitsOf(s), i);
  /** @type {[number, string][]} */
  const found = [];
  for (const { h, look } of drawn) {
    eachLink(look, place, (i, value) => {
      if (value < least(true)) return;
      found.push([value, `${place.side ? '\u2190' : '\u2192'} ${name(other, i)}: ${say(value)}${drawn.length > 1 ? ` \u00b7 ${headName(h)}` : ''}`]);
    });
  }
  found.sort((a, b) => b[0] - a[0]);
  return [name(place.side, place.unit), ...found.slice(0, 6).map(([, text]) => text)].join('\n');
}

/** @param {Place|null} place */
function hover(place) {
  if (place?.side === hovered?.side && place?.unit === hovered?.unit || !drawn.length) return;
  hovered = place;
  redraw();
}

/** @param {Place} place @param {boolean} [lasting] */
const choose = ({ side, unit }, lasting) => go({ q: unitsOf(side).starts[unit], d: side ? 'to' : 'from' }, lasting);

/** @param {KeyboardEvent} e */
function move(e) {
  if (!drawn.length) return;
  const { side, unit } = chosen(), to = { ArrowUp: unit - 1, ArrowDown: unit + 1, ArrowLeft: unit, ArrowRight: unit, Home: 0, End: Infinity }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  const next = e.key === 'ArrowLeft' ? 0 : e.key === 'ArrowRight' ? 1 : side;
  choose({ side: next, unit: clamp(to, 0, labelsOf(next).length - 1) }, false);
}

/** @param {number} h */
const headName = h => h === capture().heads ? t('mean') : `${t('head')} ${h}`;

/** Draws a head too, or no more. @param {number} h */
function toggle(h) {
  const now = shownHeads(), next = now.includes(h) ? now.filter(x => x !== h) : [...now, h];
  if (next.length) go({ heads: next, h: next.includes(state.h) ? state.h : next[0] }, false);
}

/** The heads of the layer as switches, each with its colour. */
function showHeads() {
  const { c, l } = state, { layers, columns } = capture(), parent = byId('link-heads'), shown = shownHeads();
  parent.hidden = l >= layers || columns === 1;
  if (parent.hidden) return;
  if (parent.children.length !== columns) {
    parent.replaceChildren(...times(columns, h => element('button', { onclick: () => toggle(h), ondblclick: () => go({ h, heads: [] }, false) },
      element('i'), element('span'))));
  }
  [...parent.children].forEach((one, h) => {
    const at = shown.indexOf(h);
    one.disabled = !isWritten(c, slotOf(c, l, h));
    one.ariaPressed = at >= 0;
    one.ariaLabel = headName(h);
    one.firstChild.style.background = at < 0 ? '' : colorOf(at);
    one.lastChild.textContent = h === capture().heads ? t('mean') : h;
  });
}

function arrange() {
  if (!drawn.length) return;
  showHeads();
  fit();
  redraw();
}

/** @type {import('../context.js').View} */
export const linksView = {
  id: 'links',
  fits: hasMatrix,
  needsLook: true,
  hasList: true,
  async show() {
    const mine = ++ticket, { c, l } = state;
    const next = await Promise.all(shownHeads().map(h => lookAt(state, c, l, h).then(look => [{ h, look }], () => [])));
    if (mine !== ticket) return;
    drawn = next.flat();
    hovered = null;
    arrange();
  },
  redraw: arrange,
  picture,
  * table() {
    yield ['head', ...LINK_FIELDS];
    for (const { h, look } of drawn) for (const row of linksOf(look)) yield [h === capture().heads ? 'mean' : h, ...row];
  },
  events() {
    pointing(byId('link-picture'), placeAt, describe, choose, hover);
    on(byId('link-picture'), { keydown: move });
  },
};
