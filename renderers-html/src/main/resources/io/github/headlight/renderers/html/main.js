// Ties the parts together: what to draw when the state changes, and the words about the current head.

let shows = 0;

/** Shows the state; what depends on nothing that changed stays. @param {State|null} before */
async function show(before) {
  const ticket = ++shows, other = !before || before.c !== state.c;
  const changed = (/** @type {(keyof State)[]} */ ...names) => other || names.some(n => before[n] !== state[n]);
  if (other) showCapture();
  if (changed('theme', 'gamma')) mixColors();
  syncControls();
  const thumbs = maps[state.c] ||= block(`map-${state.c}`).then(unpack);
  if (other) thumbnails = await thumbs;
  if (ticket !== shows) return;
  if (changed('sink', 'gamma', 'theme')) drawMap();
  markTile();
  if (!current || changed('l', 'h')) {
    if (other) Object.assign(view, { row: 0, column: 0, zoom: 1 });
    try {
      const matrix = await loadMatrix(state.c, slot());
      if (ticket !== shows) return;
      current = matrix;
    } catch (e) {
      if (ticket !== shows) return;
      current = null;
      showMissing(/** @type {Error} */ (e).message);
      return;
    }
  }
  byId('detail').hidden = false;
  weigh(/** @type {Matrix} */ (current));
  shadeText();
  writeSentence();
  writeLinks();
  drawMatrix();
}

/** Fits the page to the capture: its text, its layers and heads. */
function showCapture() {
  for (const part of document.querySelectorAll('[data-capture]')) {
    /** @type {HTMLElement} */ (part).hidden = /** @type {HTMLElement} */ (part).dataset.capture !== String(state.c);
  }
  const { layers, heads, columns } = capture(), single = layers * columns === 1;
  current = null;
  cross = null;
  findSpans();
  byId('map').hidden = single;
  byId('text').hidden = !spans.length;
  byId('lead').querySelector('.choice').hidden = single;
  byId('main').classList.toggle('alone', single);
  byId('matrix').lang = tokenList()?.getAttribute('lang') || '';
  const option = (/** @type {number} */ value, /** @type {string} */ text) => new Option(text, String(value));
  byId('layer').replaceChildren(...Array.from({ length: layers }, (_, l) => option(l, String(l))));
  byId('head').replaceChildren(...Array.from({ length: columns }, (_, h) => option(h, h === heads ? 'mean' : String(h))));
  if (!single) buildButtons();
}

function syncControls() {
  const { heads, kinds, kvHeads } = capture();
  if (byId('capture')) byId('capture').value = state.c;
  byId('layer').value = state.l;
  byId('head').value = state.h;
  byId('sink').checked = state.sink;
  byId('gamma').value = state.gamma;
  byId('theme').value = state.theme;
  const kind = state.h < heads ? kinds[state.l * heads + state.h] : '';
  const group = state.h < heads && kvHeads < heads ? `key/value head ${Math.floor(state.h / headsPerGroup())}` : '';
  byId('kind').textContent = [kind && kind !== 'mixed' ? kind : '', group].filter(Boolean).join(' \u00b7 ');
}

/** @param {string} reason */
function showMissing(reason) {
  weights = new Float64Array(0);
  shadeText();
  byId('sentence').textContent = `Layer ${state.l}, ${state.h === capture().heads ? 'mean' : `head ${state.h}`}: ${reason}.`;
  byId('detail').hidden = true;
}

/** The units to name, strongest first, without what is hidden. */
function strongest() {
  const found = [];
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0 && !hidden(i)) found.push(i);
  return found.sort((a, b) => weights[b] - weights[a] || a - b);
}

/** A token as an element. @param {string} label @param {string} kind */
function quoted(label, kind) {
  const element = document.createElement('bdi');
  element.className = kind;
  element.lang = byId('matrix').lang;
  element.textContent = word(label);
  return element;
}

/** Says in a sentence what the current head does with the chosen token. */
function writeSentence() {
  const { labels, heads, layers, columns, prompt, queries } = capture(), from = state.d === 'from';
  const single = layers * columns === 1, best = strongest(), me = unit(state.q);
  const looks = single ? 'most attention goes to ' : state.h === heads ? `layer ${state.l} on average looks at ` : 'this head looks at ';
  const chosen = quoted((from ? rowLabels() : labels)[state.q], 'from');
  // Where the best is the first token, which says little, the next best is worth naming too.
  const top = from ? best.find(i => i !== 0) ?? best[0] : best[0];
  const words = [];
  if (top === undefined) {
    words.push(from ? 'Reading ' : '', chosen, from ? ', nothing stands out.' : ' is looked at by no token with much.');
  } else if (from) {
    words.push('Reading ', chosen);
    const next = !capture().queryLabels && state.q >= prompt - 1 && labels.length > queries ? labels[state.q + 1] : undefined;
    if (next !== undefined && prompt < labels.length) words.push(' (to write ', quoted(next, 'next'), ')');
    const itself = top === me && !capture().queryLabels;
    const target = quoted(labels[top], 'to');
    words.push(`, ${looks}`, itself ? 'itself' : target, ` (${say(weights[top])})`);
    words.push(weights[0] > 0.05 && top !== 0 && !hidden(0) && me !== 0 ? `; ${say(weights[0])} rests on the first token.` : '.');
  } else {
    const target = quoted(rowLabels()[top], 'to');
    words.push(chosen, ' is looked at most while reading ', top === me ? 'itself' : target, ` (${say(weights[top])}).`);
  }
  if (top !== undefined) {
    const { background, text } = shade(weights[top]);
    byId('sentence').style.setProperty('--hit', background);
    byId('sentence').style.setProperty('--hit-text', text);
  }
  byId('sentence').replaceChildren(...words);
  reveal(state.q, top ?? -1);
}

/** Lists the strongest links of the chosen token. */
function writeLinks() {
  const from = state.d === 'from', labels = from ? capture().labels : rowLabels();
  byId('links-title').textContent = from ? 'It looks at' : 'It is looked at by';
  byId('links').replaceChildren(...strongest().slice(0, 12).map(i => {
    const item = document.createElement('li'), button = document.createElement('button');
    const label = document.createElement('span'), number = document.createElement('small');
    const value = document.createElement('span'), bar = document.createElement('span');
    button.type = 'button';
    label.className = 'word';
    number.textContent = i === 0 ? ' first token' : ` ${i}`;
    label.append(quoted(labels[i], ''), number);
    value.textContent = say(weights[i]);
    bar.className = 'bar';
    bar.style.width = `${Math.min(100, 100 * weights[i])}%`;
    button.append(label, value, bar);
    button.addEventListener('click', () => go({ q: Math.min(i, capture().queries - 1), d: 'from' }));
    item.append(button);
    return item;
  }));
  byId('rest').textContent = from ? sayRest(parts(unit(state.q)).pop() ?? state.q) : '';
}

/** @param {{clientX: number, clientY: number}} e @param {string} text */
function showTip(e, text) {
  const tip = byId('tip');
  tip.textContent = text.trim();
  tip.hidden = false;
  const x = Math.min(e.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const y = e.clientY + 18 + tip.offsetHeight > innerHeight ? e.clientY - tip.offsetHeight - 10 : e.clientY + 18;
  tip.style.transform = `translate(${Math.max(4, x)}px,${y}px)`;
}

function hideTip() { byId('tip').hidden = true; }

let saying = 0;
/** Tells a screen reader, not more often than it can follow. @param {string} text */
function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => { byId('status').textContent = text; }, 150);
}

function redraw() {
  mixColors();
  drawMap();
  if (!current) return;
  shadeText();
  writeSentence();
  drawMatrix();
}

function events() {
  mapEvents();
  textEvents();
  matrixEvents();
  const on = (/** @type {string} */ id, /** @type {(value: string) => Partial<State>} */ change, lasting = true, type = 'change') => byId(id)?.addEventListener(type, (/** @type {any} */ e) => go(change(e.target.value), lasting));
  on('layer', value => ({ l: Number(value) }));
  on('head', value => ({ h: Number(value) }));
  on('sink', () => ({ sink: byId('sink').checked }), false);
  on('gamma', value => ({ gamma: Number(value) }), false, 'input');
  on('theme', value => ({ theme: value }), false);
  byId('capture')?.addEventListener('change', (/** @type {any} */ e) => {
    const c = Number(e.target.value), { first } = page.captures[c];
    go({ c, l: first.layer, h: first.head, q: first.query, d: 'from' });
  });
  for (const a of document.querySelectorAll('.findings a')) {
    a.addEventListener('click', () => { if (!isWide()) setTimeout(() => byId('lead').scrollIntoView(), 50); });
  }
  darkSystem.addEventListener('change', redraw);
  let resizing = 0;
  addEventListener('resize', () => { cancelAnimationFrame(resizing); resizing = requestAnimationFrame(redraw); });
  // A canvas keeps its dark pixels on paper, so it is drawn again in the light colours.
  const print = (/** @type {boolean} */ on) => () => {
    printing = on;
    redraw();
  };
  addEventListener('beforeprint', print(true));
  addEventListener('afterprint', print(false));
  addEventListener('keydown', e => {
    if (e.key !== '?' || /** @type {Element} */ (e.target).matches('select')) return;
    byId('keys').open = !byId('keys').open;
    byId('keys').scrollIntoView({ block: 'nearest' });
  });
}

events();
show(null);
