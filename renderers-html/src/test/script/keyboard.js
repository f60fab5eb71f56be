// What a test needs to know of a page that it uses by keyboard only; it is run in the page.

/** A selector of one element. @param {Element} element @returns {string} */
function pathOf(element) {
  if (element.id) return `#${element.id}`;
  const parent = element.parentElement;
  if (!parent) return element.localName;
  return `${pathOf(parent)} > :nth-child(${[...parent.children].indexOf(element) + 1})`;
}

/** Elements that a reader with a mouse can use. */
const controls = () => [...document.querySelectorAll('a[href],button,select,input,summary,[tabindex]')]
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && !(/** @type {any} */ (e).disabled));

/** Those of a group that is entered by Tab and in which arrow keys move. @param {Element} element */
const groupOf = element => element.closest('[role=grid],[role=tablist],[role=listbox],tbody')
  ?? element.closest('[role=group]:has([tabindex="-1"])');

/** @type {any} */ (window).keyboard = {
  /** Where the focus is: a selector, and whether it can be seen; null outside of the page. */
  stop() {
    const active = document.activeElement;
    if (!active || active === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(active);
    return [pathOf(active), outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1];
  },

  /** What Tab did not come to, though it can be used. @param {string[]} stops */
  missed(stops) {
    const reached = new Set(stops.map(path => document.querySelector(path)));
    const groups = new Set([...reached].map(e => e && groupOf(e)));
    return controls().filter(e => !reached.has(e) && !(groupOf(e) && groups.has(groupOf(e)))).map(pathOf);
  },

  /** Whether arrow keys move from it to others that Tab leaves out. @param {string} path */
  roves(path) {
    const element = document.querySelector(path), group = element && groupOf(element);
    return Boolean(group && controls().some(e => groupOf(e) === group && /** @type {any} */ (e).tabIndex < 0));
  },

  /** Which key shows that a control works. @param {string} path */
  key(path) {
    const e = /** @type {any} */ (document.querySelector(path));
    if (!e || !e.checkVisibility({ visibilityProperty: true })) return '';
    if (e.localName === 'select') return e.options.length < 2 ? '' : e.selectedIndex + 1 < e.options.length ? 'ArrowDown' : 'ArrowUp';
    if (e.type === 'range') return Number(e.value) < Number(e.max) ? 'ArrowRight' : 'ArrowLeft';
    if (e.localName === 'input') return 'e';
    if (e.matches('[role=application]')) return 'ArrowUp';
    return e.matches('[role=tab],[role=option]') ? 'ArrowLeft' : 'Enter';
  },

  /** All that a reader can see or save, as a number. */
  look() {
    const { headlight, kept } = /** @type {any} */ (window);
    const canvases = [...document.querySelectorAll('canvas')].filter(c => c.width && c.checkVisibility()).map(c => c.toDataURL());
    const marks = [...document.querySelectorAll('[aria-pressed],[aria-sort],details')].map(e => `${e.getAttribute('aria-pressed')}${e.getAttribute('aria-sort')}${e.hasAttribute('open')}`);
    let hash = 0;
    for (const text of [JSON.stringify(headlight.state), document.body.innerText, kept.length, ...canvases, ...marks]) {
      for (const c of String(text)) hash = Math.imul(hash, 31) + /** @type {number} */ (c.codePointAt(0)) | 0;
    }
    return hash;
  },
};
