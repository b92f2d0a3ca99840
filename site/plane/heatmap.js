/** A picture of outputs over the plane: a pixel for each of its points, enlarged where it is drawn. */

/**
 * @import { Level } from "../model/frame.js"
 * @import { Palette } from "./palette.js"
 * @import { Box } from "../kit/labelled-canvas.js"
 */

export class Heatmap {
  #canvas = new OffscreenCanvas(1, 1);
  #pen = /** @type {OffscreenCanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(this.#image.data.buffer);

  /**
   * One neuron's outputs, in the colours of how far they are from a pivot, and on which side.
   *
   * @param {Float32Array} outputs
   * @param {number} width Points in a row.
   * @param {Palette} palette
   * @param {Level} level
   * @param {number} [every] Takes only every second, third, … point of every such row.
   */
  signed(outputs, width, palette, level, every = 1) {
    const rows = outputs.length / width;
    this.#size(Math.ceil(width / every), Math.ceil(rows / every));
    let place = 0;
    for (let row = 0; row < rows; row += every) {
      for (let at = row * width; at < (row + 1) * width; at += every) {
        this.#pixels[place] = palette.of(outputs[at], level);
        place += 1;
      }
    }
    this.#finish();
  }

  /**
   * One neuron's outputs, in the two colours of their sides.
   *
   * @param {Float32Array} outputs
   * @param {number} width
   * @param {Palette} palette
   * @param {Level} level
   */
  sides(outputs, width, palette, level) {
    this.#size(width, outputs.length / width);
    const [below, above] = palette.sides(level);
    outputs.forEach((output, at) => {
      this.#pixels[at] =
        output >= level.level ? above : output < level.level ? below : palette.unknown;
    });
    this.#finish();
  }

  /**
   * Which of several outputs is the largest, and by how much.
   *
   * @param {Float32Array[]} stack
   * @param {number} width
   * @param {Palette} palette
   * @param {boolean} discrete Not by how much.
   */
  classes(stack, width, palette, discrete) {
    this.#size(width, stack[0].length / width);
    for (let at = 0; at < stack[0].length; at += 1) {
      let [best, first, second] = [0, -Infinity, -Infinity];
      for (let index = 0; index < stack.length; index += 1) {
        const output = stack[index][at];
        if (output > first) [best, first, second] = [index, output, first];
        else if (output > second) second = output;
      }
      this.#pixels[at] = palette.ofClass(best, discrete ? 1 : first - second);
    }
    this.#finish();
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Box} box
   */
  drawOn(pen, { x, y, width, height }) {
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.#canvas, x, y, width, height);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #size(width, height) {
    if (this.#image.width === width && this.#image.height === height) return;
    Object.assign(this.#canvas, { width, height });
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  #finish() {
    this.#pen.putImageData(this.#image, 0, 0);
  }
}
