// The switches, which work on all views at once, and the choice of capture, layer and head.

import { page } from './page.js';
import { byId, element, on, times, write } from './dom.js';
import { digits, floor, max, min, round } from './math.js';
import { CHOICES, LEAST_GAMMA, capture, go, isSingle, state } from './state.js';
import { curveAt, ramp } from './color.js';
import { isWritten, slotOf } from './look.js';
import { named, t } from './words.js';

/** @typedef {import('./state.js').State} State */

/** The slider of the threshold: 0, then ten steps each tenfold, up to 1. */
const LEAST_STEPS = 30;

/** Fills a choice by number. @param {string} id @param {string[]} texts some may be left out */
const fill = (id, texts) => byId(id).replaceChildren(...Object.entries(texts).map(([i, text]) => new Option(text, i)));

/** Fills the choices anew: after another capture or language. */
export function fillControls() {
  const { layers, heads, columns, words, block } = capture();
  byId('units-choice').hidden = block > 1 || words.every((first, i) => first === i);
  const names = times(layers, String);
  for (const [l, name] of [t('allLayers'), t('rollout')].entries()) if (isWritten(state.c, slotOf(state.c, layers + l, 0))) names[layers + l] = name;
  fill('layer', names);
  fill('head', times(columns, h => h === heads ? t('mean') : `${h}`));
  byId('capture-choice').hidden = page.captures.length < 2;
  fill('capture', page.captures.map(one => one.name));
}

/** Shows the state in the switches. */
export function syncControls() {
  const { heads, layers, patterns, kvHeads } = capture(), { c, l, h, gamma, scale, least } = state;
  for (const id of Object.keys(CHOICES)) byId(id).value = /** @type {any} */ (state)[id];
  for (const [id, value] of Object.entries({ capture: c, layer: l, head: h, gamma })) byId(id).value = value;
  byId('head').disabled = l >= layers;
  byId('gamma-choice').hidden = scale !== 'gamma';
  byId('least').value = least > 0 ? max(1, LEAST_STEPS + 10 * Math.log10(least)) : 0;
  byId('least').ariaValueText = byId('least-value').textContent = `${least}`;
  const pattern = l < layers && h < heads ? patterns[l * heads + h] : '';
  const group = l < layers && h < heads && kvHeads < heads ? t('kvHead', floor(h / (heads / kvHeads))) : '';
  write('kind', [pattern && pattern !== 'mixed' ? named(pattern) : '', group].filter(Boolean).join(' \u00b7 '));
  byId('choice').hidden = isSingle();
}

/** The ramp with true probabilities at its ticks. */
export function drawLegend() {
  const canvas = byId('ramp'), g = canvas.getContext('2d'), image = g.createImageData(256, 1);
  new Uint32Array(image.data.buffer).set(ramp);
  g.putImageData(image, 0, 0);
  const marks = state.scale === 'log' ? [0.001, 0.01, 0.1, 1] : state.scale === 'linear' ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.01, 0.1, 0.3, 1].filter(p => p !== 0.01 || state.gamma <= 0.7);
  byId('ticks').replaceChildren(...marks.map(p =>
    element('span', { textContent: state.range === 'unit' ? p : `${round(1000 * p) / 10}%`, style: { left: `${100 * curveAt(p)}%` } })));
  write('range-name', state.range === 'unit' ? '' : t(state.range === 'row' ? 'ofRow' : 'ofPicture'));
}

export function controlEvents() {
  byId('gamma').min = min(LEAST_GAMMA, page.gamma);
  byId('gamma').max = max(1, page.gamma);
  /** @param {string} id @param {(value: any) => Partial<State>} change @param {string} [type] */
  const chooses = (id, change, type = 'change') => on(byId(id), { [type]: e => go(change(e.target.value), /^(capture|layer|head)$/.test(id)) });
  chooses('layer', l => ({ l: Number(l) }));
  chooses('head', h => ({ h: Number(h) }));
  chooses('capture', c => ({ c: Number(c) }));
  chooses('gamma', gamma => ({ gamma }), 'input');
  chooses('least', step => ({ least: step > 0 ? digits(10 ** ((step - LEAST_STEPS) / 10), 2) : 0 }), 'input');
  chooses('tiles-show', tiles => ({ tiles }));
  for (const id of Object.keys(CHOICES)) chooses(id, value => ({ [id]: value }));
}
