// Numbers: what the other modules use of Math, which takes fewer letters so, and what it lacks.

export const { abs, ceil, floor, max, min, round } = Math;

/** @param {number} x @param {number} low @param {number} high */
export const clamp = (x, low, high) => max(low, min(high, x));

/** A number with so many digits. @param {number} x */
export const digits = (x, count = 4) => Number(x.toPrecision(count));
