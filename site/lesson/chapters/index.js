/** The chapters, in their order. */

import bias from "./bias.js";
import hours from "./hours.js";
import neuron from "./neuron.js";
import puzzle from "./puzzle.js";
import rate from "./rate.js";
import rows from "./rows.js";
import slope from "./slope.js";
import step from "./step.js";
import swing from "./swing.js";
import tell from "./tell.js";
import tutorial from "./tutorial.js";
import xor from "./xor.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content[]} */
export const CHAPTERS = [
  puzzle,
  neuron,
  step,
  rows,
  tutorial,
  swing,
  rate,
  slope,
  bias,
  xor,
  hours,
  tell,
];
