// What the tests of the script are made of: each fails by throwing.

/** @param {any} value */
const show = value => JSON.stringify(value, (_, x) => typeof x === 'number' && !Number.isFinite(x) ? String(x)
  : ArrayBuffer.isView(x) ? [.../** @type {any} */ (x)] : x);

/** Same content: of numbers NaN is like NaN, arrays of any kind are like arrays. @param {any} actual @param {any} expected @param {string} [what] */
export function equal(actual, expected, what = '') {
  if (show(actual) !== show(expected)) throw new Error(`${what} expected ${show(expected)}, found ${show(actual)}`);
}

/** @param {number} actual @param {number} expected @param {number} error @param {string} [what] */
export function close(actual, expected, error, what = '') {
  if (!(Math.abs(actual - expected) <= error)) throw new Error(`${what} expected ${expected} within ${error}, found ${actual}`);
}

/** @param {() => any} body @param {string} message */
export function throws(body, message) {
  let caught;
  try {
    body();
  } catch (e) {
    caught = /** @type {Error} */ (e).message;
  }
  equal(caught, message);
}

/** Numbers from 0 to below 1 that are the same at every run. @param {number} seed @returns {() => number} */
export function random(seed) {
  let state = seed;
  return () => {
    state = state * 1664525 + 1013904223 >>> 0;
    return state / 2 ** 32;
  };
}
