import { page } from '../../main/script/page.js';
import { Units, unitLabel, unitsOf, word } from '../../main/script/units.js';
import { equal } from './assert.js';

export default {
  'neighbours of one first token are a unit'() {
    const units = new Units([0, 1, 1, 3, 3, 3, 6], 7);
    equal(units.of, [0, 1, 1, 2, 2, 2, 3]);
    equal(units.starts, [0, 1, 3, 6]);
    equal(units.starts.map((_, i) => units.span(i)), [[0, 1], [1, 3], [3, 6], [6, 7]]);
    equal(units.length, 4);
  },

  'a unit may be cut by the end of the rows'() {
    equal(new Units([0, 1, 1, 1], 2).span(1), [1, 2]);
  },

  'tokens are units of one'() {
    equal(new Units(null, 3).starts, [0, 1, 2]);
  },

  'every token of a capture is in the unit that begins at its first'() {
    page.captures.forEach((capture, c) => {
      for (const kind of /** @type {('groups'|'words')[]} */ (['groups', 'words'])) {
        const units = unitsOf(c, kind, capture.queries);
        for (let i = 0; i < capture.queries; i++) equal(units.starts[units.of[i]], capture[kind][i], `${kind} ${i}:`);
        equal(unitsOf(c, kind, capture.queries) === units, true, 'made once:');
      }
    });
  },

  'a label of a unit has each character once'() {
    const { labels, words } = page.captures[0], units = unitsOf(0, 'words', labels.length);
    equal(units.length < labels.length, true, 'some words have several tokens:');
    const at = units.starts.findIndex((_, i) => units.span(i)[1] - units.span(i)[0] > 1), [from, to] = units.span(at);
    equal(words[to - 1], from);
    equal(unitLabel(0, labels, units, at), labels.slice(from, to).join(''));
  },

  'a sentence has neither the dot before a word nor more than 24 characters'() {
    equal(word('\u00b7green'), 'green');
    equal(word('\u00b7'), '\u00b7');
    equal(word('\u00b7\u00b7'), '\u00b7\u00b7');
    equal(word('x'.repeat(24)), 'x'.repeat(24));
    equal(word('\u{1f600}'.repeat(30)), `${'\u{1f600}'.repeat(23)}\u2026`);
  },
};
