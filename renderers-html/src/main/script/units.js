// What a row or a column of a view stands for: a token, or a word made of neighbouring tokens.

import { page } from './page.js';

/** Neighbouring tokens that are shown as one. */
export class Units {
  /** @param {number[]|null} first the first token of the unit of each token; null for tokens as they are @param {number} count of tokens */
  constructor(first, count) {
    this.of = new Int32Array(count);
    /** the first token of each unit */
    this.starts = [];
    for (let i = 0; i < count; i++) {
      if (!first || first[i] === i || i === 0) this.starts.push(i);
      this.of[i] = this.starts.length - 1;
    }
    this.count = count;
  }

  get length() { return this.starts.length; }

  /** The tokens of a unit: the first, and the one after the last. @param {number} unit @returns {[number, number]} */
  span(unit) { return [this.starts[unit], this.starts[unit + 1] ?? this.count]; }
}

/** @type {Map<string, Units>} */
const made = new Map();

/**
 * The units of a capture's rows or columns.
 * @param {number} c capture @param {'tokens'|'groups'|'words'} kind groups are whole characters @param {number} count
 */
export function unitsOf(c, kind, count) {
  const capture = page.captures[c], key = `${c} ${kind} ${count}`;
  let units = made.get(key);
  if (!units) {
    const first = kind === 'tokens' || capture.queryLabels || capture.block > 1 ? null : capture[kind];
    made.set(key, units = new Units(first, count));
  }
  return units;
}

/** A label as a sentence has it. @param {string} label */
export function word(label) {
  const bare = label.length > 1 && label[0] === '\u00b7' && label[1] !== '\u00b7' ? label.slice(1) : label;
  return bare.length > 24 ? `${[...bare].slice(0, 23).join('')}\u2026` : bare;
}

/** The label of a unit: of one token its own, else those of its characters together. @param {number} c @param {string[]} labels @param {Units} units @param {number} unit */
export function unitLabel(c, labels, units, unit) {
  const [from, to] = units.span(unit), { groups } = page.captures[c];
  let text = labels[from];
  for (let i = from + 1; i < to; i++) if (groups[i] === i) text += labels[i];
  return text;
}

/** A label in quotation marks, with the numbers of its tokens. @param {string} label @param {Units} units @param {number} unit */
export function quote(label, units, unit) {
  const [from, to] = units.span(unit);
  return `\u201c${word(label)}\u201d (${to > from + 1 ? `${from}\u2013${to - 1}` : from})`;
}
