/** A canvas's pixels. */

/**
 * Gives a canvas the pixels that a screen has in so much room, and empties it.
 *
 * The room is what was measured, so the pixels must not make any. Styles see to that, but they may
 * not have come, or a reader may have turned them off: then each picture would make its place
 * larger, and the larger place another picture.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width In CSS pixels, in which everything is drawn.
 * @param {number} height
 */
export function resize(canvas, width, height) {
  const scale = devicePixelRatio;
  canvas.style.contain = "size";
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d")?.setTransform(scale, 0, 0, scale, 0, 0);
}
