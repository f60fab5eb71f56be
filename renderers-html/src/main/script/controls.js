// The switches, which work on all views at once, and the choice of capture, layer and head.

import { page } from './page.js';
import { byId, element, on, times } from './dom.js';
import { floor, max, min, round } from './math.js';
import { LEAST_GAMMA, capture, go, isSingle, state } from './state.js';
import { curveAt, ramp } from './color.js';
import { isWritten, slotOf } from './look.js';
import { named, t } from './words.js';

/** @typedef {import('./state.js').State} State */

/** The slider of the threshold: 0, then ten steps each tenfold, up to 1. */
const LEAST_STEPS = 30;

/** @param {string} id @param {Object<string, string>} choices by value @param {string|number} chosen */
function fill(id, choices, chosen) {
  const select = byId(id);
  select.replaceChildren(...Object.entries(choices).map(([value, text]) => new Option(text, value)));
  select.value = String(chosen);
}

/** @param {string} id @param {string[]} keys @param {string} chosen */
const fillNamed = (id, keys, chosen) => fill(id, Object.fromEntries(keys.map(key => [key, t(key)])), chosen);

/** Fills the choices anew: after another capture or language. */
export function fillControls() {
  const { layers, heads, columns, words, block } = capture();
  fillNamed('sink', ['shown', 'masked', 'renormalised'], state.sink);
  fillNamed('scale', ['linear', 'gamma', 'log'], state.scale);
  fillNamed('range', ['unit', 'picture', 'row'], state.range);
  fillNamed('units', ['tokens', 'words'], state.units);
  fillNamed('theme', ['auto', 'light', 'dark'], state.theme);
  fill('lang', { en: 'English', zh: '中文' }, state.lang);
  byId('units-choice').hidden = block > 1 || words.every((first, i) => first === i);
  const layerNames = times(layers, l => [`${l}`, `${l}`]);
  const has = (/** @type {number} */ l) => isWritten(state.c, slotOf(state.c, l, 0));
  if (has(layers)) layerNames.push([`${layers}`, t('allLayers')]);
  if (has(layers + 1)) layerNames.push([`${layers + 1}`, t('rollout')]);
  fill('layer', Object.fromEntries(layerNames), state.l);
  fill('head', Object.fromEntries(times(columns, h => [h, h === heads ? t('mean') : String(h)])), state.h);
  const captures = byId('capture-choice');
  captures.hidden = page.captures.length < 2;
  fill('capture', Object.fromEntries(page.captures.map((one, c) => [c, one.name])), state.c);
}

/** Shows the state in the switches. */
export function syncControls() {
  const { heads, layers, patterns, kvHeads } = capture();
  for (const id of ['sink', 'scale', 'range', 'units', 'theme', 'lang']) byId(id).value = /** @type {any} */ (state)[id];
  byId('capture').value = state.c;
  byId('layer').value = state.l;
  byId('head').value = state.h;
  byId('head').disabled = state.l >= layers;
  byId('gamma').value = state.gamma;
  byId('gamma-choice').hidden = state.scale !== 'gamma';
  byId('least').value = state.least > 0 ? max(1, LEAST_STEPS + 10 * Math.log10(state.least)) : 0;
  byId('least').ariaValueText = byId('least-value').textContent = String(state.least);
  const pattern = state.l < layers && state.h < heads ? patterns[state.l * heads + state.h] : '';
  const group = state.l < layers && state.h < heads && kvHeads < heads ? t('kvHead', floor(state.h / (heads / kvHeads))) : '';
  byId('kind').textContent = [pattern && pattern !== 'mixed' ? named(pattern) : '', group].filter(Boolean).join(' \u00b7 ');
  byId('choice').hidden = isSingle();
}

/** The ramp with true probabilities at its ticks. */
export function drawLegend() {
  const canvas = byId('ramp'), g = canvas.getContext('2d'), image = g.createImageData(256, 1);
  new Uint32Array(image.data.buffer).set(ramp);
  g.putImageData(image, 0, 0);
  const marks = state.scale === 'log' ? [0.001, 0.01, 0.1, 1] : state.scale === 'linear' ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.01, 0.1, 0.3, 1].filter(p => p !== 0.01 || state.gamma <= 0.7);
  byId('ticks').replaceChildren(...marks.map(p => {
    const tick = element('span', { textContent: state.range === 'unit' ? String(p) : `${round(100 * p * 10) / 10}%` });
    tick.style.left = `${100 * curveAt(p)}%`;
    return tick;
  }));
  byId('range-name').textContent = state.range === 'unit' ? '' : t(state.range === 'row' ? 'ofRow' : 'ofPicture');
}

export function controlEvents() {
  byId('gamma').min = min(LEAST_GAMMA, page.gamma);
  byId('gamma').max = max(1, page.gamma);
  const chooses = (/** @type {string} */ id, /** @type {(value: string) => Partial<State>} */ change, lasting = false, type = 'change') =>
    on(byId(id), { [type]: e => go(change(e.target.value), lasting) });
  chooses('layer', value => ({ l: Number(value) }), true);
  chooses('head', value => ({ h: Number(value) }), true);
  chooses('capture', value => ({ c: Number(value) }), true);
  chooses('gamma', value => ({ gamma: Number(value) }), false, 'input');
  chooses('least', value => ({ least: Number(value) && Number((10 ** ((Number(value) - LEAST_STEPS) / 10)).toPrecision(2)) }), false, 'input');
  chooses('tiles-show', value => ({ tiles: value }));
  for (const id of ['sink', 'scale', 'range', 'units', 'theme', 'lang']) chooses(id, value => /** @type {any} */ ({ [id]: value }));
}

