// What all views share: the look of the current state, and the weights of the text.

import { max, min } from './math.js';
import { capture, state } from './state.js';
import { unitLabel, unitsOf } from './units.js';
import { weigh } from './look.js';
/** @typedef {import('./look.js').Look} Look */
/** @typedef {import('./pen.js').Pen} Pen */

/**
 * A picture that can be drawn on screen or written to a file.
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {(pen: Pen) => void} draw
 */

/**
 * One of the tabs.
 * @typedef {object} View
 * @property {string} id of its tab and panel
 * @property {() => boolean} fits whether the capture has what it shows
 * @property {boolean} [needsLook] whether it draws the current matrix
 * @property {boolean} [hasList] whether the list of the strongest stands beside it
 * @property {() => void|Promise<void>} show draws into its panel
 * @property {() => void} [redraw] draws what is shown anew, at once: paper does not wait for a promise
 * @property {() => void} [events] called once
 * @property {() => Picture|undefined} [picture] what "save" saves
 * @property {() => Iterable<(string|number)[]>} [table] rows of CSV, the first with names
 */

/** @type {Look|null} what the current matrix is, if the file has it */
export let look = null;
/** Weight of each unit of the text for the chosen one. */
export let weights = new Float64Array(0);

/** Whether the capture has a matrix. */
export const hasMatrix = () => Object.values(capture().forms).some(form => form !== 'map');

/** The units of the text: whole characters, or words. */
export const textUnits = () => unitsOf(state.c, state.units === 'words' ? 'words' : 'groups', max(capture().queries, capture().keys));

/** The unit of the text that is chosen. */
export const chosenUnit = () => { const { of } = textUnits(); return of[min(state.q, of.length - 1)]; };

/** @param {Look|null} next */
export function setLook(next) {
  look = next;
  weights = next ? weigh(next, textUnits(), chosenUnit(), state.d) : new Float64Array(0);
}

/** The units to name, strongest first. */
export function strongest() {
  const found = [];
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0 && weights[i] >= state.least) found.push(i);
  return found.sort((a, b) => weights[b] - weights[a] || a - b);
}

/** The unit that the text highlights. Of the first token, which says little, the next best is worth more. */
export function highlighted() {
  const best = strongest();
  return state.d === 'from' ? best.find(i => i !== 0) ?? best[0] : best[0];
}

/** The label of a unit of the text, as that which the chosen one looks at or, if mine, as the chosen one. @param {number} unit @param {boolean} [mine] */
export function textLabel(unit, mine = false) {
  const { labels, queryLabels } = capture();
  return unitLabel(state.c, mine === (state.d === 'from') && queryLabels || labels, textUnits(), unit);
}
