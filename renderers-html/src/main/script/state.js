// What is shown, kept in the address so that back, forward and a copied address work.

import { page } from './page.js';
import { clamp, floor, max, min } from './math.js';

/**
 * @typedef {object} State
 * @property {number} c capture
 * @property {string} v view
 * @property {number} l layer; the number of layers stands for their mean, one more for rollout
 * @property {number} h head; the number of heads stands for their mean
 * @property {number} q the chosen token (or block)
 * @property {'from'|'to'} d what the token looks at, or who looks at it
 * @property {number[]} heads drawn together as links; empty is only h
 * @property {number} step the chosen token of the answer
 * @property {string} tiles what the map shows: attention, or a measure
 * @property {string} sort column of the pattern table, with a minus for descending
 * @property {string} find what the pattern table is filtered by
 * @property {'shown'|'masked'|'renormalised'} sink the first token
 * @property {'tokens'|'words'} units
 * @property {'linear'|'gamma'|'log'} scale
 * @property {number} gamma
 * @property {'unit'|'picture'|'row'} range what the darkest colour stands for
 * @property {number} least smaller probabilities are not drawn
 * @property {'auto'|'light'|'dark'} theme
 * @property {'en'|'zh'} lang
 */

/** Switches with few values, the first of all at first unless the file says otherwise. @type {Object<string, string[]>} */
export const CHOICES = {
  sink: ['shown', 'masked', 'renormalised'],
  units: ['tokens', 'words'],
  scale: ['linear', 'gamma', 'log'],
  range: ['unit', 'picture', 'row'],
  theme: ['auto', 'light', 'dark'],
  lang: ['en', 'zh'],
};

/** Those that stay when a link of the page names only a place. */
const SETTINGS = [...Object.keys(CHOICES), 'gamma', 'least', 'tiles', 'sort', 'find'];

export const LEAST_GAMMA = 0.2;

const preferred = (navigator.languages || [navigator.language])
  .map(tag => tag.slice(0, 2).toLowerCase()).find(tag => CHOICES.lang.includes(tag)) || page.language;

/** @param {string|number} text @param {number} low @param {number} high @param {number} other */
function bounded(text, low, high, other) {
  const number = text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? clamp(number, low, high) : other;
}

/** @param {string|number} text @param {number} count @param {number} other @noinline */
const index = (text, count, other) => floor(bounded(text, 0, max(0, count - 1), other));

/** The values where an address says nothing. @param {number} c @returns {any} */
function defaults(c) {
  const { first } = page.captures[c], { scale, gamma, range, least, theme } = page;
  return {
    v: '', l: first.layer, h: first.head, q: first.query, d: 'from', heads: '', step: 0,
    tiles: 'attention', sort: '', find: '', sink: 'shown', units: 'tokens', scale, gamma, range, least, theme, lang: preferred,
  };
}

/** What an address says. @param {string} hash */
const said = hash => new URLSearchParams(hash.slice(1));

/** @param {string} hash @returns {State} */
export function parseState(hash) {
  const given = Object.fromEntries(said(hash)), c = index(given.c ?? 0, page.captures.length, 0), other = defaults(c), p = { ...other, ...given };
  const { layers, heads, columns, queries, keys, tokens, prompt } = page.captures[c];
  const l = p.l === 'mean' ? layers : p.l === 'rollout' ? layers + 1 : index(p.l, layers, other.l);
  return {
    c,
    l,
    // The first head of a page, a number, may be the mean.
    h: p.h === 'mean' && columns > heads || p.h === heads || l >= layers ? heads : index(p.h, heads, other.h),
    q: index(p.q, max(queries, keys), other.q),
    v: p.v.replace(/[^\w-]/g, ''),
    d: p.d === 'to' ? 'to' : 'from',
    heads: [.../** @type {Set<string>} */ (new Set(p.heads.split('.')))].filter(x => /^\d+$/.test(x) && Number(x) < columns).map(Number),
    step: index(p.step, tokens - prompt, other.step),
    tiles: p.tiles.replace(/\W/g, ''),
    sort: p.sort.replace(/[^\w-]/g, ''),
    find: p.find,
    gamma: bounded(p.gamma, min(LEAST_GAMMA, page.gamma), max(1, page.gamma), other.gamma),
    least: bounded(p.least, 0, 1, other.least),
    .../** @type {any} */ (Object.fromEntries(Object.entries(CHOICES).map(([name, all]) => [name, all.includes(p[name]) ? p[name] : other[name]]))),
  };
}

/** An address names the place in full, and of the rest what is not as it is at first. @param {State} s */
export function formatState(s) {
  const { layers, heads } = page.captures[s.c], other = defaults(s.c), p = new URLSearchParams();
  const texts = { ...s, l: s.l < layers ? s.l : s.l === layers ? 'mean' : 'rollout', h: s.h === heads ? 'mean' : s.h, heads: s.heads.join('.') };
  for (const [name, value] of Object.entries(texts)) if ('clhq'.includes(name) || value !== other[name]) p.set(name, `${value}`);
  return `#${p}`;
}

/** @type {State} */
export let state = parseState(location.hash || page.start);
/** @noinline */
export const capture = () => page.captures[state.c];

/** Whether no layer or head is to be chosen. */
export const isSingle = () => capture().layers * capture().columns === 1;

/** @type {(before: State) => void} */
let listener = () => {};

/** @param {(before: State) => void} changed */
export function onChange(changed) { listener = changed; }

/** @param {State} next @noinline */
function become(next) {
  const before = state;
  state = next;
  listener(before);
}

/**
 * Goes to another state.
 * @param {Partial<State>} change
 * @param {boolean} [lasting] whether back comes here again
 */
export function go(change, lasting = true) {
  if (change.c !== undefined && change.c !== state.c) {
    const { first } = page.captures[change.c];
    change = { l: first.layer, h: first.head, q: first.query, d: 'from', heads: [], step: 0, ...change };
  }
  const next = parseState(formatState({ ...state, ...change })), hash = formatState(next);
  if (hash === formatState(state)) return;
  try {
    if (lasting) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  } catch {
    // A frame without an address of its own shows the state all the same.
  }
  become(next);
}

/** The state of an address; the settings that it does not name stay. @param {string} hash @returns {State} */
function arriving(hash) {
  const p = said(hash), next = /** @type {any} */ (parseState(hash || page.start));
  if (hash) for (const name of SETTINGS) if (!p.has(name)) next[name] = /** @type {any} */ (state)[name];
  return next;
}

/** Goes where a link of the page leads. @param {string} hash */
export const follow = hash => go(arriving(hash));

addEventListener('hashchange', () => {
  const next = arriving(location.hash);
  if (formatState(next) !== formatState(state)) become(next);
});
