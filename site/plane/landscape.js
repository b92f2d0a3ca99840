/** A table of losses as a picture in bands, like depths on a map: full blue where they are low. */

const BANDS = 16;

/**
 * @param {Float64Array[]} losses One row for each value of the first weight, a column for each of the second.
 * @param {number} width Of the picture, in pixels: the first weight goes across, the second upwards.
 * @param {number} height
 * @param {{panel: string, positive: string}} theme
 */
export function landscape(losses, width, height, theme) {
  const heights = losses.map((row) =>
    Array.from(row, (loss) => (Number.isFinite(loss) && loss > 0 ? Math.log(loss) : NaN)),
  );
  const finite = heights.flat().filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const bands = colourBands(theme);
  const image = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (image.getContext("2d"));
  const pixels = pen.createImageData(image.width, image.height);
  const [columns, rows] = [heights.length - 1, heights[0].length - 1];
  for (let top = 0; top < image.height; top += 1) {
    const second = rows * (1 - (top + 0.5) / image.height);
    for (let left = 0; left < image.width; left += 1) {
      const first = (columns * (left + 0.5)) / image.width;
      const share = (between(heights, first, second) - low) / (high - low || 1);
      const band = Number.isNaN(share) ? BANDS - 1 : Math.min(BANDS - 1, Math.floor(share * BANDS));
      pixels.data.set(bands[band], 4 * (top * image.width + left));
    }
  }
  pen.putImageData(pixels, 0, 0);
  return { image, least: Math.exp(low), most: Math.exp(high) };
}

/**
 * The height between four points of the table, for the eye.
 *
 * @param {number[][]} heights
 * @param {number} first
 * @param {number} second
 */
function between(heights, first, second) {
  const [left, below] = [
    Math.min(Math.floor(first), heights.length - 2),
    Math.min(Math.floor(second), heights[0].length - 2),
  ];
  const [right, above] = [first - left, second - below];
  const at = (/** @type {number} */ one, /** @type {number} */ other) =>
    heights[left + one][below + other];
  return (
    (1 - right) * ((1 - above) * at(0, 0) + above * at(0, 1)) +
    right * ((1 - above) * at(1, 0) + above * at(1, 1))
  );
}

/**
 * From the theme's blue to its paper.
 *
 * @param {{panel: string, positive: string}} theme
 */
function colourBands({ panel, positive }) {
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(BANDS, 1).getContext("2d", { willReadFrequently: true })
  );
  return Array.from({ length: BANDS }, (_, band) => {
    pen.globalAlpha = 1;
    pen.fillStyle = panel;
    pen.fillRect(band, 0, 1, 1);
    pen.globalAlpha = 0.08 + 0.8 * (1 - band / (BANDS - 1));
    pen.fillStyle = positive;
    pen.fillRect(band, 0, 1, 1);
    return pen.getImageData(band, 0, 1, 1).data;
  });
}
