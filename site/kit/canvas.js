/** A canvas's pixels. */

/**
 * Gives a canvas the pixels that a screen has in so much room, and returns its pen. It is empty then.
 *
 * The room is what was measured, so the pixels must not make any. Styles see to that, but they may
 * not have come, or a reader may have turned them off: then each picture would make its place
 * larger, and the larger place another picture.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width In CSS pixels, in which everything is drawn.
 * @param {number} height
 */
export function emptied(canvas, width, height) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const scale = devicePixelRatio;
  const pixels = { width: Math.round(width * scale), height: Math.round(height * scale) };
  canvas.style.contain = "size";
  if (canvas.width !== pixels.width || canvas.height !== pixels.height)
    Object.assign(canvas, pixels);
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width + 1, height + 1);
  return pen;
}
