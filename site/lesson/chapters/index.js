/** The chapters, in their order. */

import bias from "./bias.js";
import hours from "./hours.js";
import neuron from "./neuron.js";
import rate from "./rate.js";
import rows from "./rows.js";
import slope from "./slope.js";
import step from "./step.js";
import tutorial from "./tutorial.js";
import xor from "./xor.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content[]} */
export const CHAPTERS = [neuron, step, tutorial, rows, rate, slope, bias, xor, hours];
