// Ties the parts together: what to draw when the state changes.

import { page } from './page.js';
import { byId, every, isWide, on } from './dom.js';
import { capture, follow, go, isSingle, onChange, state } from './state.js';
import { mixColors, onThemeChange } from './color.js';
import { look, setLook, weights } from './context.js';
import { lookAt } from './look.js';
import { controlEvents, drawLegend, fillControls, syncControls } from './controls.js';
import { buildMap, drawMap, loadMap, mapEvents, markTile, nameTiles, showMap } from './map.js';
import { findSpans, hasText, shadeText, textEvents } from './text.js';
import { writeList, writeMissing, writeSentence } from './sentence.js';
import { offer, saveEvents } from './save.js';
import { frontView, showTabs, tabEvents } from './tabs.js';
import { translate } from './words.js';
import { compareView } from './views/compare.js';
import { layersView } from './views/layers.js';
import { linksView } from './views/links.js';
import { matrixView } from './views/matrix.js';
import { patternsView } from './views/patterns.js';
import { stepsView } from './views/steps.js';

const VIEWS = [matrixView, linksView, layersView, patternsView, stepsView, compareView];
/** Those that change what a probability looks like. */
const SHADING = /** @type {const} */ (['theme', 'scale', 'gamma', 'range', 'least']);

let shows = 0, shown = 0;

/** Shows the state; what depends on nothing that changed stays. @param {import('./state.js').State|null} before */
async function show(before) {
  const ticket = ++shows, other = !before || before.c !== state.c;
  const changed = (/** @type {(keyof import('./state.js').State)[]} */ ...names) => other || names.some(n => `${before[n]}` !== `${state[n]}`);
  byId('save').open = false;
  if (other) showCapture();
  if (changed('lang')) {
    translate();
    fillControls();
    showMap();
  }
  if (changed(...SHADING)) mixColors();
  if (changed(...SHADING, 'lang')) drawLegend();
  syncControls();
  const front = showTabs();
  if (other) await loadMap();
  if (ticket !== shows) return;
  if (changed(...SHADING, 'sink', 'tiles', 'lang')) {
    drawMap();
    if (!isSingle()) nameTiles();
  }
  markTile();
  let missing = '';
  try {
    const next = await lookAt(state, state.c, state.l, state.h);
    if (ticket !== shows) return;
    setLook(next);
  } catch (e) {
    if (ticket !== shows) return;
    setLook(null);
    missing = /** @type {Error} */ (e).message;
  }
  shadeText();
  if (look) writeSentence();
  else writeMissing(missing);
  writeList();
  // To put it again where it is would take the focus from it.
  const panel = byId(`panel-${front.id}`), side = byId('side');
  side.hidden = !front.hasList;
  if (front.hasList && side.parentNode !== panel) panel.append(side);
  const drawn = !front.needsLook || !!look;
  byId('panels').classList.toggle('lacking', !drawn);
  if (drawn) await front.show();
  if (ticket !== shows) return;
  offer(front, drawn);
  shown = ticket;
}

/** Fits the page to the capture: its text, its layers and heads. */
function showCapture() {
  for (const part of every('[data-capture]')) part.hidden = ![`${state.c}`, 'all'].includes(part.dataset.capture);
  setLook(null);
  findSpans();
  byId('text').hidden = !hasText();
  byId('main').classList.toggle('alone', isSingle());
  byId('text').dataset.unit = capture().block > 1 ? 'block' : 'token';
  for (const part of every('.of-text')) part.lang = capture().lang;
  fillControls();
  showMap();
  if (!isSingle()) buildMap();
}

function redraw() {
  mixColors();
  drawLegend();
  drawMap();
  shadeText();
  if (look) writeSentence();
  const front = frontView();
  if (!front.needsLook || look) (front.redraw ?? front.show)();
}

function events() {
  mapEvents();
  textEvents();
  controlEvents();
  tabEvents(VIEWS);
  saveEvents(frontView);
  for (const a of every('.findings a')) on(a, { click() { if (!isWide()) setTimeout(() => byId('lead').scrollIntoView(), 50); } });
  // Links are followed here: in a frame without an address of its own they would lead away.
  on(document, { click(e) {
    const link = e.target.closest('a');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    follow(link.getAttribute('href'));
    // The tab that a link in a panel opens has the focus, which would be lost with the panel.
    if (link.closest('.panel')) byId(`tab-${frontView().id}`).focus();
  } });
  onThemeChange(redraw);
  let resizing = 0;
  const keys = byId('keys'), help = (/** @type {boolean} */ open) => { keys.open = open; keys.scrollIntoView({ block: 'nearest' }); };
  on(window, {
    resize() {
      cancelAnimationFrame(resizing);
      resizing = requestAnimationFrame(redraw);
    },
    keydown(e) { if (e.key === '?' && !e.target.matches('select,input')) help(!keys.open); },
  });
  on(byId('help'), { click() { help(true); keys.querySelector('summary').focus(); } });
}

events();
onChange(show);
show(null);

// For programs and tests that look at the page: what is shown, and a way to go elsewhere.
/** @type {any} */ (window).headlight = {
  page,
  go,
  get state() { return { ...state }; },
  /** Whether all that was asked for is on screen. */
  get settled() { return shown === shows; },
  get weights() { return [...weights]; },
  /** The probability shown for a row and a column of the current matrix. */
  value: (/** @type {number} */ row, /** @type {number} */ column) => look ? look.cells.value(row, column) : NaN,
  get shape() { return look ? [look.cells.rows, look.cells.columns] : []; },
};
