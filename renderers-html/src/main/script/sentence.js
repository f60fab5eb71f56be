// The words about the current head and the chosen token: a sentence, and a list of the strongest.

import { byId, element, refill, write } from './dom.js';
import { min } from './math.js';
import { capture, go, isSingle, state } from './state.js';
import { say, shade } from './color.js';
import { chosenUnit, highlighted, look, strongest, textLabel, textUnits, weights } from './context.js';
import { reveal } from './text.js';
import { unitsOf, word } from './units.js';
import { t } from './words.js';
import { sayRest } from './views/matrix.js';

/** A token as an element. @param {string} label @param {string} [className] @param {object} [style] @noinline */
const quoted = (label, className = '', style = {}) => element('bdi', { className, style, lang: capture().lang, textContent: word(label) });

/** What the current matrix is of. */
export function subjectName() {
  const { layers, heads } = capture();
  if (state.l >= layers) return t(state.l === layers ? 'allMean' : 'rolloutOf');
  return state.h === heads ? t('layerMean', state.l) : t('layerHead', state.l, state.h);
}

function verb() {
  const { layers, heads } = capture();
  if (isSingle()) return t('mostGoesTo');
  if (state.l === layers) return t('allLookAt');
  if (state.l > layers) return t('rolloutReaches');
  return state.h === heads && capture().columns > heads ? t('layerLooksAt', state.l) : t('looksAt');
}

/** The token that the chosen row wrote. */
function written() {
  const { labels, prompt, queries, queryLabels } = capture();
  const from = textUnits().span(chosenUnit())[1];
  return !queryLabels && from >= prompt && prompt < labels.length && labels.length > queries ? labels[from] : undefined;
}

/** Says in a sentence what the current head does with the chosen token. */
export function writeSentence() {
  const from = state.d === 'from', top = highlighted(), me = chosenUnit(), { queryLabels, block } = capture();
  const chosen = quoted(textLabel(me, true), 'from');
  /** @type {(Node|string)[]} */
  let words = [chosen, t('seenByNone')];
  /** @param {number} other */
  const named = other => [other === me && !queryLabels ? t('itself') : quoted(textLabel(other), 'to', shade(weights[other])), ` (${say(weights[other])})`];
  if (from) {
    const next = written();
    words = [t('reading'), chosen, ...next === undefined ? [] : [t('toWrite'), quoted(next), t('toWriteEnd')]];
    if (top === undefined) words.push(t('nothing'));
    else words.push(verb(), ...named(top), weights[0] > 0.05 && top && me && block === 1 ? t('restsOnFirst', say(weights[0])) : t('end'));
  } else if (top !== undefined) words = [chosen, t('seenMost'), ...named(top), t('end')];
  byId('sentence').replaceChildren(...words);
  reveal(me, top ?? -1);
}

/** Says why there is no matrix. @param {string} reason */
export function writeMissing(reason) {
  write('sentence', `${subjectName()} ${t(reason)}${t('end')}`);
}

/** Lists the strongest links of the chosen token. */
export function writeList() {
  const from = state.d === 'from', units = textUnits();
  write('links-title', t(from ? 'itLooksAt' : 'itIsSeenBy'));
  refill(byId('list'), strongest().slice(0, 12).map(i => {
    const { queryLabels, block } = capture();
    const note = element('small', { textContent: block > 1 ? '' : i === 0 && !queryLabels ? ` ${t('first')}` : ` ${units.starts[i]}` });
    const bar = element('span', { className: 'bar', style: { width: `${min(100, 100 * weights[i])}%` } });
    const onclick = () => go({ q: min(units.starts[i], capture().queries - 1), d: 'from' });
    return element('li', {}, element('button', { onclick }, element('span', { className: 'word' }, quoted(textLabel(i)), note), element('span', { textContent: say(weights[i]) }), bar));
  }));
  const rows = look?.rows ?? unitsOf(state.c, 'tokens', capture().queries);
  write('rest', from && look ? sayRest(rows.of[min(units.span(chosenUnit())[1], rows.count) - 1]) : '');
}
