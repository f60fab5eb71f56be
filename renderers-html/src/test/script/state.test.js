import { page } from '../../main/script/page.js';
import { formatState, parseState } from '../../main/script/state.js';
import { equal, random } from './assert.js';

const NAMES = ['c', 'v', 'l', 'h', 'q', 'd', 'heads', 'step', 'o', 'tiles', 'sort', 'find', 'sink', 'units', 'scale', 'gamma', 'range', 'least', 'theme', 'lang'];
const WORDS = ['', '0', '1', '2', '3', '-1', '99999999999', '1e3', '0.5', 'NaN', 'Infinity', 'mean', 'rollout', 'to', 'from', 'masked', 'renormalised', 'words',
  'log', 'linear', 'row', 'picture', 'dark', 'zh', 'links', '0.2.1', '1.1.x', '-sink', 'a&b=c', '%', '%zz', '<script>', '\u2028', '\ud800', '__proto__', 'constructor', '公园', ' '];

export default {
  'an empty address is what the page starts with'() {
    for (const hash of ['', '#']) {
      const { first } = page.captures[0], state = parseState(hash);
      equal([state.c, state.l, state.h, state.q, state.d], [0, first.layer, first.head, first.query, 'from']);
      equal([state.sink, state.units, state.scale, state.gamma, state.range, state.least], ['shown', 'tokens', page.scale, page.gamma, page.range, page.least]);
    }
  },

  'an address names the place in full and of the rest only what is not as at first'() {
    const { first } = page.captures[0];
    equal(formatState(parseState('')), `#c=0&l=${first.layer}&h=${first.head}&q=${first.query}`);
    equal(formatState(parseState('#l=1&h=2&q=3&sink=masked&units=tokens&find=a%26b')), '#c=0&l=1&h=2&q=3&find=a%26b&sink=masked');
  },

  'means and rollout have names'() {
    const { layers, heads } = page.captures[0];
    equal(parseState('#l=1&h=mean').h, heads);
    equal([parseState('#l=mean').l, parseState('#l=rollout').l], [layers, layers + 1]);
    equal(formatState(parseState('#l=rollout&q=0')), '#c=0&l=rollout&h=mean&q=0');
  },

  'what is out of bounds is bounded'() {
    const { layers, heads, queries } = page.captures[0], { gamma, least, c } = parseState('#gamma=9&least=-1&c=7');
    equal([gamma, least, c], [1, 0, page.captures.length - 1]);
    equal(parseState('#l=99&h=99').l, layers - 1);
    equal(parseState('#l=99&h=99').h, heads - 1);
    equal(parseState('#q=9999').q, queries - 1);
  },

  'any address is a state that its own address restores'() {
    const next = random(41);
    const pick = (/** @type {string[]} */ all) => all[Math.floor(next() * all.length)];
    for (let round = 0; round < 5000; round++) {
      const parts = Array.from({ length: Math.floor(next() * 9) }, () => {
        const word = pick(WORDS);
        return `${pick(NAMES)}=${next() < 0.5 ? word : encodeURIComponent(word.toWellFormed())}`;
      });
      const hash = `#${parts.join('&')}`, state = parseState(hash), { layers, heads, columns, queries, keys } = page.captures[state.c];
      equal(parseState(formatState(state)), state, `${hash}:`);
      equal(formatState(parseState(formatState(state))), formatState(state), `${hash}:`);
      equal([state.l, state.h, state.q, state.step].every(Number.isInteger), true, `${hash}: integers`);
      equal(state.l >= 0 && state.l < layers + 2 && state.h >= 0 && state.h < Math.max(columns, heads + 1) && state.q >= 0 && state.q < Math.max(queries, keys), true, `${hash}: bounds`);
    }
  },
};
