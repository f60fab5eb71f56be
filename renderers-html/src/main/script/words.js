// The page's own words in both languages. {0}, {1} are filled in.

import { every } from './dom.js';
import { state } from './state.js';

/** By key, English and Chinese: the page's block hl-words. @type {Object<string, [string, string]>} */
const WORDS = JSON.parse(/** @type {string} */ (document.getElementById('hl-words')?.textContent));

/** @param {string} key @param {...any} values */
export function t(key, ...values) {
  const pair = WORDS[key];
  return pair ? pair[state.lang === 'zh' ? 1 : 0].replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)])) : key;
}

/** A name with underscores, in words: of a pattern or a measure. @param {string} name */
export const named = name => WORDS[name] ? t(name) : name.replace(/_/g, ' ');

/** Puts the page's fixed words into the chosen language. */
export function translate() {
  const root = document.documentElement;
  root.lang = root.dataset.lang = state.lang;
  for (const part of every('[data-t]')) part.textContent = t(part.dataset.t);
  for (const part of every('[data-t-label]')) {
    part.ariaLabel = t(part.dataset.tLabel);
    if (part.title) part.title = part.ariaLabel;
  }
}
