/** Rows of data as points of the plane: round if they are trained on, a diamond if they are for testing. */

import { short } from "../model/format.js";
import { classColour, classLetter, css } from "./palette.js";

/**
 * @import { Level, Other, Rows } from "../model/frame.js"
 * @import { Palette, Theme } from "./palette.js"
 * @import { Point } from "../kit/labelled-canvas.js"
 *
 * @typedef {{row: number, x: number, y: number, isTest: boolean}} Place Of a row, in the plane's own
 *   coordinates; of one input only, the second is the target.
 */

/** So many rows have room for their target in their point; more are smaller points. */
const [FEW, MANY] = [20, 120];
const [LARGE, MIDDLE, SMALL] = [9.5, 5.5, 3.6];
/** The ring around the new situation, and the sign beside it. */
const [RING, SIGN] = [13, 7.5];

/**
 * @param {Rows} table
 * @param {boolean} withTest
 * @returns {Place[]}
 */
export function places({ inputs, aims, test = [] }, withTest) {
  const tested = new Set(test);
  return inputs
    .map(([x, y = NaN], row) => ({
      row,
      x,
      y: inputs[row].length > 1 ? y : aims[row][0],
      isTest: tested.has(row),
    }))
    .filter(({ isTest }) => withTest || !isTest);
}

/**
 * Whether a row lies on another slice than the picture.
 *
 * @param {number[]} inputs Of the row, or of the new situation.
 * @param {{others: Other[], cut: number[]}} slice
 */
export const isOff = (inputs, { others, cut }) =>
  others.some(({ near }, at) => Math.abs(inputs[at + 2] - cut[at]) > near);

/** @param {Rows} table */
export const radiusOf = ({ inputs, targets }) =>
  inputs.length <= FEW ? LARGE : inputs.length <= MANY || targets[0].length > 1 ? MIDDLE : SMALL;

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Point} at
 * @param {number[]} targets
 * @param {object} look
 * @param {boolean} look.isTest
 * @param {number} look.radius
 * @param {Palette} look.palette
 * @param {Level} look.level Of the output whose target it is.
 * @param {boolean} [look.isOff] Whether it lies on another slice than the picture: then it is hollow.
 * @param {Theme} look.theme
 */
export function drawPoint(
  pen,
  at,
  targets,
  { isTest, isOff = false, radius, palette, level, theme },
) {
  const isClass = targets.length > 1;
  const index = targets.indexOf(Math.max(...targets));
  const colour = isClass ? classColour(index) : css(palette.of(targets[0], level, palette.points));
  outline(pen, at, radius + (isTest ? 1 : 0) - (isOff ? 1 : 0), isTest);
  if (isOff) return ring(pen, radius, colour, theme);
  pen.fillStyle = colour;
  for (const [colour, width] of /** @type {const} */ ([
    [theme.panel, radius > SMALL ? 4 : 2.5],
    [theme.ink, radius > SMALL ? 1.8 : 1],
  ])) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
  pen.fill();
  if (radius < (isClass ? MIDDLE : LARGE)) return;
  const text = isClass ? classLetter(index) : short(targets[0]);
  pen.font = `600 ${radius < LARGE ? 8 : text.length > 2 ? 8.5 : 11}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  // On the full colour paper can be read, on a pale one ink.
  pen.fillStyle =
    isClass || Math.abs(targets[0] - level.pivot) > level.span / 2 ? theme.panel : theme.ink;
  pen.fillText(text, at.x, at.y + 0.5);
}

/**
 * The new situation: a ring around its place, with a sign beside it, or a tip where it is outside.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Point} at On the edge, if it is outside.
 * @param {Point} beyond In which direction it is outside, if so; else 0.
 * @param {Point} side On which side there is room for the sign: -1 or 1.
 * @param {Theme} theme
 */
export function drawQuestion(pen, at, beyond, side, theme) {
  const isOutside = beyond.x !== 0 || beyond.y !== 0;
  let sign = { x: at.x + side.x * RING * Math.SQRT1_2, y: at.y + side.y * RING * Math.SQRT1_2 };
  if (isOutside) {
    const length = Math.hypot(beyond.x, beyond.y);
    const [right, down] = [beyond.x / length, beyond.y / length];
    sign = { x: at.x - 17 * right, y: at.y - 17 * down };
    pen.beginPath();
    pen.moveTo(at.x, at.y);
    for (const wing of [-6, 6])
      pen.lineTo(at.x - 9 * right - wing * down, at.y - 9 * down + wing * right);
    pen.closePath();
  } else {
    pen.beginPath();
    pen.arc(at.x, at.y, RING, 0, 2 * Math.PI);
  }
  for (const [colour, width] of /** @type {const} */ ([
    [theme.panel, 5],
    [theme.ink, 2.5],
  ])) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
  pen.fillStyle = theme.ink;
  if (isOutside) pen.fill();
  pen.beginPath();
  pen.arc(sign.x, sign.y, SIGN, 0, 2 * Math.PI);
  pen.strokeStyle = theme.panel;
  pen.lineWidth = 2;
  pen.stroke();
  pen.fill();
  pen.fillStyle = theme.panel;
  pen.font = "700 11px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText("?", sign.x, sign.y + 0.5);
}

/**
 * The outline that is set, hollow, in the colour that would fill it.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} radius
 * @param {string} colour
 * @param {Theme} theme
 */
function ring(pen, radius, colour, theme) {
  const isSmall = radius <= SMALL;
  for (const [stroke, width] of /** @type {const} */ ([
    [theme.ink, isSmall ? 3 : 4.5],
    [colour, isSmall ? 1.6 : 2.5],
  ])) {
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Point} at
 * @param {number} radius
 * @param {boolean} isDiamond
 */
function outline(pen, { x, y }, radius, isDiamond) {
  pen.beginPath();
  if (!isDiamond) pen.arc(x, y, radius, 0, 2 * Math.PI);
  else {
    const reach = radius * 1.2;
    for (const [right, down] of [
      [0, -reach],
      [reach, 0],
      [0, reach],
      [-reach, 0],
    ])
      pen.lineTo(x + right, y + down);
    pen.closePath();
  }
}
