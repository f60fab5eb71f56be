import { curveAt, css, gradient, mixColors, position, say, shade, tops } from '../../main/script/color.js';
import { readDense } from '../../main/script/cells.js';
import { page } from '../../main/script/page.js';
import { go } from '../../main/script/state.js';
import { close, equal } from './assert.js';

/** What Java's scales and sentences say; see ScriptUnitTest. @returns {Promise<any>} */
const expected = async () => (await fetch('/expected.json')).json();

export default {
  async 'places on the ramp are those of the other renderers'() {
    for (const { scale, gamma, places } of (await expected()).scales) {
      go({ scale, gamma, least: 0 });
      mixColors();
      for (const [p, place] of places) {
        close(curveAt(p), place, 1e-9, `${scale} ${gamma}, ${p}:`);
        // The table of places has steps, at which a steep curve rises more than one.
        const slack = 1 + 255 * Math.abs(curveAt(p + 2 ** -15) - curveAt(Math.max(0, p - 2 ** -15)));
        close(position(p), 255 * place, slack, `${scale} ${gamma}, ${p}:`);
      }
    }
    go({ scale: /** @type {any} */ (page.scale), gamma: page.gamma });
    mixColors();
  },

  async 'a probability is said as in the findings'() {
    for (const [p, text] of (await expected()).said) equal(say(p, 0), text, `${p}:`);
  },

  'what has no value of its own is said to be less'() {
    equal(say(0, 0), `< ${page.captures[0].values[1]}`);
  },

  'under the threshold nothing is drawn'() {
    go({ least: 0.1 });
    equal([position(0.099), position(0.1) > 0, position(0), position(NaN)], [0, true, 0, 0]);
    go({ least: 0 });
    equal(position(0.099) > 0, true);
  },

  'the end of the ramp is 1, the largest here, or the largest of the row'() {
    const cells = readDense(2, 2, true, [0, 0.25, 0.5], Uint8Array.of(0, 0, 1, 1, 2));
    for (const [range, ends] of /** @type {['unit'|'picture'|'row', number[]][]} */ ([['unit', [1, 1]], ['picture', [0.5, 0.5]], ['row', [0.25, 0.5]]])) {
      go({ range });
      equal(tops(cells), ends, range);
    }
    go({ range: 'unit' });
  },

  'a gradient passes through its stops'() {
    const colours = gradient(['#000000', '#ff8000', '#ffffff']);
    equal([css(colours[0]), css(colours[255])], ['rgb(0,0,0)', 'rgb(255,255,255)']);
    equal(colours.length, 256);
  },

  'text can be read on every shade'() {
    const luminance = (/** @type {number[]} */ rgb) => rgb.map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    for (const theme of /** @type {('light'|'dark')[]} */ (['light', 'dark'])) {
      go({ theme });
      mixColors();
      for (let p = 0; p <= 1; p += 0.01) {
        const { background, color } = shade(p), back = luminance((background.match(/\d+/g) ?? []).map(Number)), front = color === '#fff' ? 1 : 0;
        const contrast = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
        equal(contrast >= 4.5, true, `${theme} ${p}: ${contrast}`);
      }
    }
    go({ theme: /** @type {any} */ (page.theme) });
    mixColors();
  },
};
