/** Drawing what has changed: once for each picture of the screen, however many changes there are. */

import { effect } from "@preact/signals-core";

/** @type {Set<() => void>} What is to be drawn with the next picture. */
const due = new Set();

/**
 * Draws now, and again whenever a signal that was read while drawing has changed.
 *
 * @param {() => void} draw
 */
export function redraw(draw) {
  let stop = () => {};
  const drawNow = () => {
    stop();
    let isDrawn = false;
    stop = effect(() => {
      if (isDrawn) return plan(drawNow); // which reads nothing: it is not called again
      isDrawn = true;
      try {
        draw();
      } catch (error) {
        reportError(error); // what it has read is followed all the same
      }
    });
  };
  drawNow();
}

/** @param {() => void} drawNow */
function plan(drawNow) {
  if (!due.size) requestAnimationFrame(drawAll);
  due.add(drawNow);
}

function drawAll() {
  const all = [...due];
  due.clear();
  for (const drawNow of all) drawNow();
}
