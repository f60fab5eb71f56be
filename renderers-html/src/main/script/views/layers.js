// What each layer does on average: larger thumbnails of the means, and under each how much of the
// chosen token's attention goes to what the text highlights.

import { byId, element, isWide, pixelRatio, roving } from '../dom.js';
import { canvasPen } from '../pen.js';
import { capture, go, state } from '../state.js';
import { colors, say } from '../color.js';
import { chosenUnit, highlighted, textLabel, textUnits } from '../context.js';
import { formOf, loadCells, slotOf } from '../look.js';
import { paintThumbnail, thumbnailCodes } from '../map.js';
import { unitsOf, word } from '../units.js';
import { t } from '../words.js';
/** @typedef {import('../pen.js').Pen} Pen */

const GAP = 14, LABEL = 17, BAR = 9, LEAST_SIZE = 56, MOST_SIZE = 168;
let grid = { across: 1, size: LEAST_SIZE };
/** For each layer what the chosen token gives; NaN if it is not known. @type {number[]} */
let shares = [];
let ticket = 0;

const x = (/** @type {number} */ l) => l % grid.across * (grid.size + GAP) + 3;
const y = (/** @type {number} */ l) => Math.floor(l / grid.across) * (grid.size + LABEL + BAR + GAP) + 3;
const size = () => { const { layers } = capture(); return { width: x(Math.min(layers, grid.across) - 1) + grid.size + 3, height: y(layers - 1) + grid.size + LABEL + BAR + 3 }; };

/** Chooses the size of thumbnails by the room there is. */
function fit() {
  const { layers } = capture(), panel = byId('panel-layers'), width = panel.clientWidth - 6;
  const height = isWide() ? innerHeight - byId('layer-tiles').getBoundingClientRect().top - scrollY - 70 : Infinity;
  grid = { across: Math.max(1, Math.floor((width + GAP) / (LEAST_SIZE + GAP))), size: LEAST_SIZE };
  for (let across = 2; across <= layers; across++) {
    const tile = Math.min(MOST_SIZE, Math.floor((width + GAP) / across - GAP));
    if (tile > grid.size && Math.ceil(layers / across) * (tile + LABEL + BAR + GAP) <= height) grid = { across, size: tile };
  }
}

/** @param {Pen} pen */
function draw(pen) {
  const { layers, heads } = capture(), c = colors(), side = Math.round(grid.size * pixelRatio());
  for (let l = 0; l < layers; l++) {
    const canvas = element('canvas', { width: side, height: side }), g = canvas.getContext('2d'), image = g.createImageData(side, side);
    paintThumbnail(new Uint32Array(image.data.buffer), 0, side, side, state.c, slotOf(state.c, l, heads), thumbnailCodes());
    g.putImageData(image, 0, 0);
    pen.picture(canvas, x(l), y(l) + LABEL, grid.size, grid.size);
    pen.text(String(l), x(l), y(l) + 7, { color: l === state.l ? c.mark : c.text, bold: l === state.l });
    if (!(shares[l] >= 0)) continue;
    pen.text(say(shares[l]), x(l) + grid.size, y(l) + 7, { color: c.dim, align: 'right' });
    pen.rect(x(l), y(l) + LABEL + grid.size + 3, grid.size, 4, { fill: c.masked });
    pen.rect(x(l), y(l) + LABEL + grid.size + 3, grid.size * Math.min(1, shares[l]), 4, { fill: c.ramp[3] });
  }
}

/**
 * What a unit's queries give to the keys of another, through the lens.
 * @param {import('../cells.js').Cells} cells as they are in the file
 * @param {[number, number]} query @param {[number, number]} key @param {number} hidden
 */
function share(cells, [from, to], key, hidden) {
  const end = Math.min(to, cells.rows);
  let sum = 0;
  for (let r = from; r < end; r++) {
    let given = 0, others = cells.rest(r);
    cells.eachInRow(r, (k, value) => {
      if (k < hidden) return;
      others += value;
      if (k >= key[0] && k < key[1]) given += value;
    });
    sum += state.sink === 'renormalised' ? given / (others || 1) : given;
  }
  return sum / Math.max(1, end - from);
}

const redraw = () => { const { width, height } = size(); draw(canvasPen(byId('layer-tiles'), width, height, pixelRatio())); };

function placeButtons() {
  const { layers, heads, columns } = capture(), parent = byId('layer-buttons');
  if (parent.children.length !== layers) {
    parent.replaceChildren(...Array.from({ length: layers }, (_, l) => {
      const one = element('button', { type: 'button' });
      one.addEventListener('click', () => go({ l, h: columns > heads ? heads : 0, v: 'matrix' }));
      return one;
    }));
  }
  [...parent.children].forEach((one, l) => {
    const { style } = one, now = l === Math.min(state.l, layers - 1);
    one.setAttribute('aria-label', t('layerMean', l) + (shares[l] >= 0 ? `: ${say(shares[l])}` : ''));
    one.setAttribute('aria-current', l === state.l);
    one.tabIndex = now ? 0 : -1;
    style.left = `${x(l)}px`;
    style.top = `${y(l) + LABEL}px`;
    style.width = style.height = `${grid.size}px`;
  });
}

/** @type {import('../context.js').View} */
export const layersView = {
  id: 'layers',
  fits: () => capture().layers > 1 && capture().queryEdges.length > 0,
  async show() {
    const mine = ++ticket, { c, d, sink } = state, { layers, heads, keys } = capture();
    const me = chosenUnit(), other = highlighted(), units = textUnits();
    fit();
    byId('layers-of').textContent = other === undefined ? '' : t('byLayer', ...(d === 'from' ? [me, other] : [other, me]).map(unit => word(textLabel(unit))));
    if (other === undefined) shares = [];
    redraw();
    placeButtons();
    if (other === undefined) return;
    const [query, key] = (d === 'from' ? [me, other] : [other, me]).map(unit => units.span(unit));
    const hidden = sink === 'shown' ? 0 : unitsOf(c, state.units, keys).span(0)[1];
    const next = await Promise.all(Array.from({ length: layers }, (_, l) => {
      const slot = slotOf(c, l, heads);
      return formOf(c, slot) ? loadCells(c, slot).then(cells => share(cells, query, key, hidden), () => NaN) : NaN;
    }));
    if (mine !== ticket) return;
    shares = next;
    redraw();
    placeButtons();
  },
  picture: () => ({ ...size(), draw }),
  * table() {
    yield ['layer', 'probability'];
    for (const [l, value] of shares.entries()) if (value >= 0) yield [l, Number(value.toPrecision(4))];
  },
  events() { roving(byId('layer-buttons'), 'button'); },
};
