import { field } from '../../main/script/save.js';
import { svgOf } from '../../main/script/pen.js';
import { equal } from './assert.js';

const HOSTILE = ['</text><script>alert(1)</script>', '"><image href="x" onerror="alert(1)"/>', '<!--', ']]>', '&lt;&#60;', 'a\0b\x1b\x7f', '\ufffe\uffff',
  '\ud800 lone', '\udc00', '\u2028\u2029', '\u202eevil', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u0645\u0631\u062d\u0628\u0627', '  two  spaces ', 'tab\tand\nline'];

export default {
  'a field that a spreadsheet would take for a formula begins with an apostrophe'() {
    for (const start of ['=', '+', '-', '@', '\t', '\r']) equal(field(`${start}1+1`), `"'${start}1+1"`);
    equal(field('1=1'), '"1=1"');
  },

  'quotes are doubled, commas and line ends stay'() {
    equal(field('say "hi", x\ny'), '"say ""hi"", x\ny"');
    equal(field('="a"'), '"\'=""a"""');
    equal(field(''), '""');
  },

  'numbers are bare'() {
    equal([field(0.25), field(-3), field(0)], ['0.25', '-3', '0']);
  },

  'text in a saved picture stays text'() {
    const svg = svgOf(100, 50, '#fff', pen => {
      for (const text of HOSTILE) pen.text(text, 1, 2, { color: '#000', upward: true, bold: true, align: 'right' });
    });
    const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
    equal(file.querySelector('parsererror')?.textContent, undefined);
    equal([...file.querySelectorAll('*')].map(e => e.localName), ['svg', 'rect', ...HOSTILE.map(() => 'text')]);
    const read = [...file.querySelectorAll('text')].map(e => e.textContent);
    const wanted = HOSTILE.map(text => text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd'));
    equal(read, wanted);
  },

  'a saved picture has all that was drawn'() {
    const svg = svgOf(100.456, 50, '#123456', pen => {
      pen.rect(1, 2, 3, 4, 'red');
      pen.line('M-0.126 0C5 0 5 20 10.126 1e-7', '#000', 2, 0.5);
      pen.picture(document.createElement('canvas'), 0, 0, 10, 10);
    });
    const file = new DOMParser().parseFromString(svg, 'image/svg+xml'), one = (/** @type {string} */ name) => /** @type {Element} */ (file.querySelector(name));
    equal(file.querySelector('parsererror'), null);
    equal(one('svg').getAttribute('viewBox'), '0 0 100.46 50');
    equal(one('path').getAttribute('d'), 'M-0.13 0C5 0 5 20 10.13 1e-7');
    equal([one('path').getAttribute('stroke-width'), one('path').getAttribute('stroke-opacity')], ['2', '0.5']);
    equal(one('[fill=red]').getAttribute('height'), '4');
    equal(one('image').getAttribute('href')?.startsWith('data:image/png;base64,'), true);
    equal(one('rect').getAttribute('fill'), '#123456');
  },
};
