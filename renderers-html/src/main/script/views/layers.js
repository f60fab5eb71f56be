// What each layer does on average: larger thumbnails of the means, and under each how much of the
// chosen token's attention goes to what the text highlights.

import { byId, element, pixelRatio, place, roomFor, roving, times, write } from '../dom.js';
import { ceil, digits, floor, max, min, round } from '../math.js';
import { bitmap, drawOn } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, say, smallest } from '../color.js';
import { chosenUnit, highlighted, textLabel, textUnits } from '../context.js';
import { formOf, load, slotOf } from '../look.js';
import { paintThumbnail, thumbnailCodes } from '../map.js';
import { unitsOf, word } from '../units.js';
import { t } from '../words.js';
/** @typedef {import('../pen.js').Pen} Pen */

const GAP = 14, LABEL = 17, BAR = 9, LEAST_SIZE = 56, MOST_SIZE = 168, EDGE = 3;
let across = 1, size = LEAST_SIZE;
/** For each layer what the chosen token gives; NaN if it is not known. @type {number[]} */
let shares = [];
let ticket = 0;

/** @param {number} l @noinline */
const x = l => l % across * (size + GAP) + EDGE;
/** @param {number} l @noinline */
const y = l => floor(l / across) * (size + LABEL + BAR + GAP) + LABEL + EDGE;
const picture = () => { const { layers } = capture(); return { width: x(min(layers, across) - 1) + size + EDGE, height: y(layers - 1) + size + BAR + EDGE, draw }; };

/** Chooses the largest thumbnails that there is room for. */
function fit() {
  const { layers } = capture(), { width, height } = roomFor(byId('layer-tiles'));
  size = LEAST_SIZE;
  across = max(1, floor(width / (size + GAP)));
  for (let n = 2; n <= layers; n++) {
    const next = min(MOST_SIZE, floor((width - 2 * EDGE + GAP) / n - GAP));
    if (next >= size && ceil(layers / n) * (next + LABEL + BAR + GAP) <= height) [across, size] = [n, next];
  }
}

/** @param {Pen} pen */
function draw(pen) {
  const { c, l: open } = state, { layers, columns } = capture(), { mark, text, dim, masked, ramp } = colors(), side = round(size * pixelRatio());
  for (let l = 0; l < layers; l++) {
    pen.picture(bitmap(side, side, pixels => paintThumbnail(pixels, 0, side, side, c, slotOf(c, l, columns - 1), thumbnailCodes())), x(l), y(l), size, size);
    pen.text(String(l), x(l), y(l) - 10, { color: l === open ? mark : text, bold: l === open });
    if (!(shares[l] >= smallest())) continue;
    pen.text(say(shares[l]), x(l) + size, y(l) - 10, { color: dim, align: 'right' });
    for (const [part, fill] of /** @type {[number, string][]} */ ([[1, masked], [min(1, shares[l]), ramp[3]]])) pen.rect(x(l), y(l) + size + 3, size * part, 4, fill);
  }
}

/**
 * What a unit's queries give to the keys of another, through the lens.
 * @param {import('../cells.js').Cells} cells as they are in the file
 * @param {[number, number]} query @param {[number, number]} key @param {number} hidden
 */
function share(cells, [from, to], key, hidden) {
  const end = min(to, cells.rows);
  let sum = 0;
  for (let r = from; r < end; r++) {
    let given = 0, others = cells.rests[r];
    cells.eachInRow(r, (k, value) => {
      if (k < hidden) return;
      others += value;
      if (k >= key[0] && k < key[1]) given += value;
    });
    sum += state.sink === 'renormalised' ? given / (others || 1) : given;
  }
  return sum / max(1, end - from);
}

function redraw() {
  const { layers, columns } = capture(), parent = byId('layer-buttons');
  drawOn(byId('layer-tiles'), picture());
  if (parent.children.length !== layers) {
    parent.replaceChildren(...times(layers, l => element('button', { onclick: () => go({ l, h: columns - 1, v: 'matrix' }) })));
  }
  [...parent.children].forEach((/** @type {any} */ one, l) => {
    one.ariaLabel = t('layerMean', l) + (shares[l] >= 0 ? `: ${say(shares[l])}` : '');
    one.ariaCurrent = l === state.l;
    one.tabIndex = l === min(state.l, layers - 1) ? 0 : -1;
    place(one, x(l), y(l), size);
  });
}

/** @type {import('../context.js').View} */
export const layersView = {
  id: 'layers',
  fits: () => capture().layers > 1 && Boolean(formOf(state.c, slotOf(state.c, 0, capture().columns - 1))),
  async show() {
    const mine = ++ticket, { c, d, sink } = state, { layers, columns, keys } = capture(), other = highlighted();
    const ends = [chosenUnit(), other ?? -1];
    if (d === 'to') ends.reverse();
    fit();
    redraw();
    const [query, key] = ends.map(unit => textUnits().span(unit)), hidden = sink === 'shown' ? 0 : unitsOf(c, state.units, keys).span(0)[1];
    const next = await Promise.all(times(layers, l => other === undefined ? NaN : load(c, slotOf(c, l, columns - 1)).then(({ cells }) => share(cells, query, key, hidden), () => NaN)));
    if (mine !== ticket) return;
    shares = next;
    write('layers-of', shares.some(value => value >= 0) ? t('byLayer', ...ends.map(unit => word(textLabel(unit)))) : '');
    redraw();
  },
  picture,
  * table() {
    yield ['layer', 'probability'];
    for (const [l, value] of shares.entries()) if (value >= 0) yield [l, digits(value)];
  },
  events() { roving(byId('layer-buttons'), 'button'); },
};
