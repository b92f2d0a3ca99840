/** Which side of its middle a neuron's output is on, all over the plane; where the colours meet is its line. */

import { colours } from "../kit/colours.js";
import { make } from "../kit/dom.js";
import { along } from "../kit/scale.js";
import { Heatmap } from "../plane/heatmap.js";
import { paletteOf } from "../plane/palette.js";
import { drawPoint, places, radiusOf } from "../plane/points.js";

/** @import { Guide } from "./guide.js" */

const SIDE = 150;

/**
 * @param {Awaited<ReturnType<Guide["picture"]>>} found
 * @param {[number, string][]} neurons Counted layer by layer, each with what is said of its picture.
 */
export function sides({ outputs, plane, table }, neurons) {
  return make(
    "div",
    { className: "sides" },
    ...neurons.map(([neuron, text]) => {
      const canvas = make("canvas", {
        width: 2 * SIDE,
        height: 2 * SIDE,
        role: "img",
        ariaLabel: text,
      });
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      pen.scale(2, 2);
      const theme = colours();
      const palette = paletteOf(theme);
      const picture = new Heatmap();
      const rows = /** @type {Float32Array[]} */ (outputs[neuron]); // of two inputs, at least
      const all = Float32Array.from(rows.flatMap((row) => [...row]));
      picture.sides(all, rows.length, palette, plane.levels[neuron]);
      picture.drawOn(pen, { x: 0, y: 0, width: SIDE, height: SIDE });
      const [across, upwards] = plane.ranges;
      const level = plane.levels[plane.levels.length - 1];
      for (const { row, x, y } of places(table, false)) {
        const at = { x: along(...across, x) * SIDE, y: (1 - along(...upwards, y)) * SIDE };
        const look = { radius: radiusOf(table), palette, level, theme, isTest: false };
        drawPoint(pen, at, table.aims[row], look);
      }
      return make("figure", {}, canvas, make("figcaption", { textContent: text }));
    }),
  );
}
