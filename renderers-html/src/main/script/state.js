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
 * @property {number} o the other capture of a comparison
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

/** Those that stay when a link of the page names only a place. */
const SETTINGS = /** @type {const} */ (['sink', 'units', 'scale', 'gamma', 'range', 'least', 'theme', 'lang', 'tiles', 'sort', 'find']);

export const LEAST_GAMMA = 0.2;

const preferred = (navigator.languages || [navigator.language])
  .map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag === 'zh' || tag === 'en') || page.language;

/** @param {string|null|undefined} text @param {number} low @param {number} high @param {number} other */
function bounded(text, low, high, other) {
  const number = text === null || text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? clamp(number, low, high) : other;
}

/** @param {string|null} text @param {number} count @param {number} other */
const index = (text, count, other) => floor(bounded(text, 0, max(0, count - 1), other));

/** @template {string} T @param {string|null} text @param {T[]} all @param {T} other @returns {T} */
const oneOf = (text, all, other) => all.find(x => x === text) ?? other;

/** The values where an address says nothing. @param {number} c */
function defaults(c) {
  const { first } = page.captures[c];
  return {
    v: '', l: first.layer, h: first.head, q: first.query, d: 'from', heads: '', step: 0, o: c ? 0 : 1,
    tiles: 'attention', sort: '', find: '', sink: 'shown', units: 'tokens', scale: page.scale, gamma: page.gamma,
    range: page.range, least: page.least, theme: page.theme, lang: preferred,
  };
}

/** @param {string} hash @returns {State} */
export function parseState(hash) {
  const p = new URLSearchParams(hash.slice(1)), c = index(p.get('c'), page.captures.length, 0);
  const { layers, heads, columns, queries, keys, tokens, prompt } = page.captures[c], other = defaults(c);
  const l = p.get('l') === 'mean' ? layers : p.get('l') === 'rollout' ? layers + 1 : index(p.get('l'), layers, other.l);
  return {
    c,
    v: (p.get('v') ?? '').replace(/[^\w-]/g, ''),
    l,
    h: p.get('h') === 'mean' && columns > heads || l >= layers ? heads : index(p.get('h'), heads, other.h),
    q: index(p.get('q'), max(queries, keys), other.q),
    d: p.get('d') === 'to' ? 'to' : 'from',
    heads: (p.get('heads') ?? '').split('.').filter(x => /^\d+$/.test(x)).map(Number).filter((x, i, all) => x < columns && all.indexOf(x) === i),
    step: index(p.get('step'), tokens - prompt, other.step),
    o: index(p.get('o'), page.captures.length, other.o),
    tiles: (p.get('tiles') ?? other.tiles).replace(/\W/g, ''),
    sort: (p.get('sort') ?? '').replace(/[^\w-]/g, ''),
    find: p.get('find') ?? '',
    sink: oneOf(p.get('sink'), ['shown', 'masked', 'renormalised'], 'shown'),
    units: oneOf(p.get('units'), ['tokens', 'words'], 'tokens'),
    scale: oneOf(p.get('scale'), ['linear', 'gamma', 'log'], /** @type {any} */ (other.scale)),
    gamma: bounded(p.get('gamma'), min(LEAST_GAMMA, page.gamma), max(1, page.gamma), other.gamma),
    range: oneOf(p.get('range'), ['unit', 'picture', 'row'], /** @type {any} */ (other.range)),
    least: bounded(p.get('least'), 0, 1, other.least),
    theme: oneOf(p.get('theme'), ['auto', 'light', 'dark'], /** @type {any} */ (other.theme)),
    lang: oneOf(p.get('lang'), ['en', 'zh'], /** @type {any} */ (preferred)),
  };
}

/** An address names the place in full, and of the rest what is not as it is at first. @param {State} s */
export function formatState(s) {
  const { layers, heads } = page.captures[s.c], other = /** @type {Object<string, any>} */ (defaults(s.c));
  const p = new URLSearchParams();
  p.set('c', String(s.c));
  p.set('l', s.l < layers ? String(s.l) : s.l === layers ? 'mean' : 'rollout');
  p.set('h', s.h === heads ? 'mean' : String(s.h));
  p.set('q', String(s.q));
  for (const [name, value] of Object.entries({ ...s, heads: s.heads.join('.') })) {
    if (!p.has(name) && name in other && String(value) !== String(other[name])) p.set(name, String(value));
  }
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

/**
 * Goes to another state.
 * @param {Partial<State>} change
 * @param {boolean} [lasting] whether back comes here again
 */
export function go(change, lasting = true) {
  if (change.c !== undefined && change.c !== state.c) {
    const { first } = page.captures[change.c];
    change = { l: first.layer, h: first.head, q: first.query, d: 'from', heads: [], step: 0, o: state.c, ...change };
  }
  const next = parseState(formatState({ ...state, ...change })), hash = formatState(next);
  if (hash === formatState(state)) return;
  try {
    if (lasting) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  } catch {
    // A frame without an address of its own shows the state all the same.
  }
  const before = state;
  state = next;
  listener(before);
}

/** The state of an address; the settings that it does not name stay. @param {string} hash @returns {State} */
function arriving(hash) {
  const p = new URLSearchParams(hash.slice(1)), next = /** @type {any} */ (parseState(hash || page.start));
  if (hash) for (const name of SETTINGS) if (!p.has(name)) next[name] = state[name];
  return next;
}

/** Goes where a link of the page leads. @param {string} hash */
export const follow = hash => go(arriving(hash));

addEventListener('hashchange', () => {
  const before = state, next = arriving(location.hash);
  if (formatState(next) === formatState(before)) return;
  state = next;
  listener(before);
});
