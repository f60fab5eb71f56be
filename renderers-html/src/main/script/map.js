// The map: a tile for each head, layers down, heads across, on one canvas; a button over each.

import { page, block, unpack } from './page.js';
import { ARROWS, byId, element, every, hideTip, isWide, on, pixelRatio, place, showTip, times } from './dom.js';
import { abs, ceil, clamp, floor, max, min, round } from './math.js';
import { capture, go, isSingle, state } from './state.js';
import { colors, masked, position, printing, ramp } from './color.js';
import { bitmap, drawOn, measure } from './pen.js';
import { covered } from './cells.js';
import { formOf } from './look.js';
import { named, t } from './words.js';
/** @typedef {import('./pen.js').Pen} Pen */

/** @type {Map<number, Promise<Uint8Array>>} */
const loading = new Map();
/** codes of the tiles of the current capture, by slot @type {Uint8Array} */
let thumbnails = new Uint8Array(0);
const LEFT = 26, GAP = 1, GROUP_GAP = 5, MEAN_GAP = 12;
let tile = 20;

/** @noinline */
const hasThumbnails = () => capture().queryEdges.length > 0;
/** What tiles can show. */
const choices = () => [...hasThumbnails() ? ['attention'] : [], ...Object.keys(capture().measures)];
/**
 * What they show.
 * @noinline
 */
export const tilesShow = () => choices().includes(state.tiles) ? state.tiles : choices()[0];
/**
 * Heads that share a KV head.
 * @noinline
 */
const shared = () => capture().heads / capture().kvHeads;
/** @noinline */
const top = () => shared() > 1 ? 31 : 16;

/** Visits each tile. @param {(l: number, h: number) => void} visit @noinline */
function eachTile(visit) {
  const { layers, columns } = capture();
  for (let l = 0; l < layers; l++) for (let h = 0; h < columns; h++) visit(l, h);
}

export async function loadMap() {
  const { c } = state;
  if (!hasThumbnails()) return;
  if (!loading.has(c)) loading.set(c, block(`map-${c}`).then(unpack));
  const codes = await /** @type {Promise<Uint8Array>} */ (loading.get(c));
  if (c === state.c) thumbnails = codes;
}

/** @param {number} h */
function tileX(h) {
  const { heads } = capture(), groups = shared() > 1 ? floor(min(h, heads - 1) / shared()) : 0;
  return LEFT + h * (tile + GAP) + groups * GROUP_GAP + (h === heads ? MEAN_GAP : 0);
}

/** @param {number} l */
const tileY = l => top() + l * (tile + GAP);

const mapSize = () => ({ width: tileX(capture().columns - 1) + tile + 12, height: tileY(capture().layers) });

/** Chooses the size of tiles by the room there is. */
function fitMap() {
  const { layers, columns } = capture(), wide = isWide(), main = byId('main');
  tile = 0;
  const byWidth = ((wide ? innerWidth * 0.52 : main.clientWidth) - mapSize().width) / columns - GAP;
  const above = byId('tiles').getBoundingClientRect().top + scrollY + top();
  // On paper it has most of the first page.
  const byHeight = printing ? 600 / layers - GAP : wide ? (innerHeight - above - 84) / layers - GAP : 99;
  tile = floor(max(wide && !printing ? 14 : 8, min(56, byWidth, byHeight)));
  const { width, height } = mapSize();
  main.classList.toggle('small', height < innerHeight * 0.45);
  main.style.setProperty('--map-width', `${clamp(width, 400, innerWidth * 0.6)}px`);
}

/** The map as a picture. */
export const mapPicture = () => ({ ...mapSize(), draw });

/** @param {Pen} pen */
function draw(pen) {
  const { width, height } = mapSize(), ratio = pixelRatio(), stride = round(width * ratio);
  pen.picture(bitmap(stride, round(height * ratio), pixels => eachTile((l, h) => drawTile(pixels, stride, ratio, l, h))), 0, 0, width, height);
  number(pen);
  if (tile >= 18) writeBadges(pen);
}

export function drawMap() {
  if (byId('map').hidden) return;
  fitMap();
  drawOn(byId('map-canvas'), mapPicture());
  eachTile((l, h) => place(button(l, h), tileX(h), tileY(l), tile));
}

/** Paints a thumbnail of the map. @param {Uint32Array} pixels @param {number} stride @param {number} ratio @param {number} l @param {number} h */
function drawTile(pixels, stride, ratio, l, h) {
  const size = round(tile * ratio), at = round(tileY(l) * ratio) * stride + round(tileX(h) * ratio);
  const { heads, columns } = capture(), shows = tilesShow(), slot = l * columns + h;
  if (shows === 'attention' && formOf(state.c, slot)) return paintThumbnail(pixels, at, stride, size, state.c, slot, thumbnails);
  const share = h < heads ? measureShare(shows, l * heads + h) : null, colour = share === null ? masked : ramp[round(255 * share)];
  for (let r = 0; r < size; r++) pixels.fill(colour, at + r * stride, at + r * stride + size);
}

/** A measure of a head as a part of 1 or of the largest, 0 to 1. @param {string} measure @param {number} i the head, layer by layer */
export function measureShare(measure, i) {
  const all = capture().measures[measure] ?? [], value = all[i] ?? null, isShare = !/^(entropy|mean_distance|divergence)$/.test(measure);
  const largest = max(isShare ? 1 : 1e-9, ...all.map(x => abs(x ?? 0)));
  return value === null ? null : clamp(value / largest, 0, 1);
}

/**
 * Paints the thumbnail of a matrix, each pixel the mean of what it covers.
 * @param {Uint32Array} pixels @param {number} at where @param {number} stride @param {number} size pixels a side
 * @param {number} c @param {number} slot @param {Uint8Array} codes
 */
export function paintThumbnail(pixels, at, stride, size, c, slot, codes) {
  const { queryEdges, keyEdges, causal, values } = page.captures[c];
  const rows = queryEdges.length - 1, cols = keyEdges.length - 1, from = slot * rows * cols, first = state.sink === 'shown' ? 0 : 1;
  const across = times(size, x => covered(0, cols / size, x, cols));
  for (let y = 0; y < size; y++) {
    const [r0, r1] = covered(0, rows / size, y, rows);
    for (let x = 0; x < size; x++) {
      const [c0, c1] = across[x];
      let sum = 0, seen = 0;
      for (let r = r0; r < r1; r++) {
        const sink = values[codes[from + r * cols]], gain = state.sink === 'renormalised' && sink < 1 ? 1 / (1 - sink) : 1;
        for (let k = max(first, c0); k < c1; k++) {
          if (causal && keyEdges[k] >= queryEdges[r + 1]) continue;
          sum += position(values[codes[from + r * cols + k]] * gain);
          seen++;
        }
      }
      pixels[at + y * stride + x] = seen ? ramp[round(sum / seen)] : masked;
    }
  }
}

/** The thumbnails of the current capture. */
export const thumbnailCodes = () => thumbnails;

/** Numbers the layers and heads and brackets heads that share a key/value head. @param {Pen} pen */
function number(pen) {
  const { layers, heads, columns, kvHeads } = capture(), step = ceil(14 / (tile + GAP)), { dim } = colors(), size = 10.5;
  const above = (/** @type {string} */ text, /** @type {number} */ x, y = top() - 8) => pen.text(text, x, y, { color: dim, size, align: 'center' });
  for (let l = 0; l < layers; l += step) pen.text(`${l}`, LEFT - 6, tileY(l) + tile / 2, { color: dim, size, align: 'right' });
  for (let h = 0; h < heads; h += step) above(`${h}`, tileX(h) + tile / 2);
  if (columns > heads) above(t('mean'), tileX(heads) + tile / 2);
  if (shared() > 1) for (let group = 0; group < kvHeads; group++) {
    const x0 = tileX(group * shared()) + 0.5, x1 = tileX((group + 1) * shared() - 1) + tile - 0.5, room = x1 - x0 - 15;
    const full = t('kvHead', group), label = measure(full, { size }) < room ? full : room > 24 ? `KV ${group}` : `${group}`;
    const half = measure(label, { size }) / 2 + 4, middle = (x0 + x1) / 2;
    above(label, middle, 7);
    for (const [end, inner] of [[x0, max(x0, middle - half)], [x1, min(x1, middle + half)]]) {
      pen.line(`M${end} 14V7.5H${inner}`, dim);
    }
  }
}

/** Writes into tiles what their heads do; an element for each would take longer than all else. @param {Pen} pen */
function writeBadges(pen) {
  const { heads, patterns, badges } = capture(), { background, text } = colors();
  for (const [pattern, badge] of Object.entries(badges)) {
    const style = /** @type {const} */ ({ color: text, size: 8.5, bold: true, align: 'right' }), wide = measure(badge, style) + 4;
    patterns.forEach((one, i) => {
      if (one !== pattern) return;
      const right = tileX(i % heads) + tile - 1, y = tileY(floor(i / heads)) + 1;
      pen.rect(right - wide, y, wide, 11, background);
      pen.text(badge, right - 2, y + 6, style);
    });
  }
}

/** @param {number} l @param {number} h @returns {any} undefined if there is none @noinline */
const button = (l, h) => byId('grid').children[l]?.children[h];

export function buildMap() {
  const { layers, columns } = capture();
  byId('grid').replaceChildren(...times(layers, l => element('div', { role: 'row' }, ...times(columns, h =>
    element('button', { tabIndex: -1, role: 'gridcell', dataset: { layer: l, head: h } })))));
}

/** Names the tiles, in the current language. */
export const nameTiles = () => eachTile((l, h) => { button(l, h).ariaLabel = describe(l, h); });

/** @param {number} l @param {number} h */
export function describe(l, h) {
  const { heads, patterns, measures } = capture();
  if (h === heads) return t('layerMean', l);
  const i = l * heads + h, sink = measures.sink?.[i];
  return t('layerHead', l, h) + (patterns.length ? `: ${named(patterns[i])}` : '') + (typeof sink === 'number' ? `, ${t('onFirst', sink.toFixed(2))}` : '');
}

/** Marks the open head, which is also where Tab comes in. */
export function markTile() {
  if (byId('map').hidden) return;
  for (const old of every('[aria-selected=true],[tabindex="0"]', byId('grid'))) {
    old.ariaSelected = null;
    old.tabIndex = -1;
  }
  const open = button(state.l, state.h);
  if (open) open.ariaSelected = 'true';
  (open ?? button(0, 0)).tabIndex = 0;
}

/** @param {KeyboardEvent} e */
function moveOnMap(e) {
  const at = /** @type {HTMLElement} */ (e.target).dataset, { layers, columns } = capture();
  if (!at.layer) return;
  const far = e.ctrlKey ? layers : 0;
  const [right, down] = { ...ARROWS, PageUp: [0, -7], PageDown: [0, 7], Home: [-columns, -far], End: [columns, far] }[e.key] ?? [];
  if (right === undefined || down === undefined) return;
  e.preventDefault();
  const next = button(clamp(Number(at.layer) + down, 0, layers - 1), clamp(Number(at.head) + right, 0, columns - 1));
  /** @type {HTMLElement} */ (e.target).tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

export function mapEvents() {
  const grid = byId('grid');
  on(grid, {
    click({ target: { dataset: { layer, head } } }) { if (layer) go({ l: Number(layer), h: Number(head) }); },
    keydown: moveOnMap,
    pointerover(e) { showTip(e, e.target.ariaLabel ?? ''); },
    pointerleave: hideTip,
  });
}

/** Shows the map where there is more than one head, and what its tiles can show. */
export function showMap() {
  byId('map').hidden = isSingle();
  byId('tiles-show').replaceChildren(...choices().map(key => new Option(named(key), key)));
  byId('tiles-show').value = tilesShow();
  byId('tiles-choice').hidden = choices().length < 2;
}
