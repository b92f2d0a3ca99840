/** What the rooms beside the lesson hold: the arithmetic, the Python, and what can be found out about both. */

import { find, make } from "../kit/dom.js";
import { count } from "../model/format.js";
import { Frame } from "../model/frame.js";
import { Plane } from "../plane/plane.js";
import { Drawing } from "../stage/drawing.js";
import { CodeLines } from "./code-lines.js";
import { Editor } from "./editor.js";
import { GradientCheck } from "./gradient-check.js";
import { keepUp } from "./keep-up.js";
import { Ledger } from "./ledger.js";
import { oneOf, panel } from "./panel.js";
import { Quality } from "./quality.js";
import { Starts } from "./starts.js";
import { Surface } from "./surface.js";
import { TruthTable } from "./truth-table.js";

/** @import { Session } from "../model/session.js" */

/**
 * Puts the views into the page and returns them.
 *
 * @param {Session} session
 * @returns {{draw(): void}[]}
 */
export function openPanels(session) {
  const shown = () => [session.frame, session.description, session.edited];
  const plane = new Plane(session);
  const planePanel = panel(
    "plane",
    "What it makes of the plane",
    "What comes out everywhere, not only for the rows of the data: they are the points on top. Training bends the " +
      "picture until the points fit what is around them.",
    plane.root,
  );

  const quality = new Quality(session);
  const qualityPanel = panel(
    "quality",
    "How good is it?",
    "A small error over the rows it was trained on says that it knows those. Whether it knows more than them is seen over rows that were kept for testing.",
    quality.root,
  );
  const starts = new Starts(session);
  const startsPanel = panel(
    "starts",
    "Other starts",
    "The start weights are random. The same experiment from many others, all trained at once: does it always end with the same answer?",
    starts.root,
  );

  const figure = make("figure", { className: "drawing" }, make("canvas", { ariaHidden: "true" }));
  const lines = new CodeLines();
  const ledger = new Ledger(session);
  /** @type {Frame | null} From which the step was taken that the ledger shows. */
  let before = null;
  const drawing = new Drawing(session, figure, () =>
    before?.layout === session.description.layout ? before : session.frame,
  );
  const forward = make("div", {}, figure, ledger.forward);
  const pair = make("div", { className: "pair" }, forward, lines.root);
  const ledgerPanel = panel(
    "ledger",
    "The ledger: one step by hand",
    "Everything that has turned the weights of the iteration before into those you see on the stage; at iteration 0, " +
      "what the first step will do. The drawing here has the weights from before the step. Point at a number, at a " +
      "line of Python or at a part of the drawing: what belongs together lights up. In a network, " +
      "choose a neuron in the drawing.",
    pair,
    ledger.root,
  );

  const truth = new TruthTable();
  const truthPanel = panel(
    "truth-table",
    "Every situation",
    "All rows that can be made of 0 and 1. It was trained on those that have a target; the others are new to it.",
    truth.root,
  );
  const check = new GradientCheck(session);
  const checkPanel = panel(
    "gradient-check",
    "Which way is down?",
    "A formula says at once how the error changes with each weight. Nudging each weight a little and " +
      "looking at the error says it, too: slowly, but it cannot be wrong.",
    check.root,
  );
  const surface = new Surface(session);
  const surfacePanel = panel(
    "surface",
    "The valley",
    "The error for every value of two of the weights; the others stay as they are. Training looks for the lowest point.",
    surface.root,
  );
  const editor = new Editor(session);
  const editorPanel = panel(
    "editor",
    "Change the Python",
    "The rule of one training step, as it is in neuron_core, is yours to change: run it, and the stage trains with it.",
    editor.root,
  );
  find("#inside", HTMLElement).append(
    ...oneOf("Inside", [
      ["Ledger", ledgerPanel],
      ["Gradient", checkPanel],
      ["Valley", surfacePanel],
      ["Plane", planePanel],
      ["Situations", truthPanel],
      ["Quality", qualityPanel],
      ["Starts", startsPanel],
    ]),
  );
  find("#python", HTMLElement).append(editorPanel);

  return [
    plane,
    starts,
    drawing,
    ledger,
    check,
    editor,
    keepUp(session, ledger.root, {
      top: pair,
      about: () => [...shown(), session.chosenNeuron.index],
      ask: (python) => python.ledger(session.chosenNeuron.index),
      show: (numbers) => {
        ledger.show(numbers);
        before = numbers && new Frame(numbers.frame, session.description.layout);
        drawing.draw();
      },
      date: (numbers) =>
        numbers
          ? `Step ${count(numbers.iteration + 1)}: from iteration ${count(numbers.iteration)} to iteration ${count(numbers.iteration + 1)}.`
          : "",
    }),
    keepUp(session, lines.root, {
      about: () => [session.description],
      ask: async (python) => ({ iteration: 0, answer: await python.rule() }),
      show: ({ source }) => lines.show(source),
      date: () => null,
    }),
    keepUp(session, quality.root, {
      about: shown,
      ask: (python) => python.quality(),
      show: (numbers, iteration) => quality.show(numbers, iteration),
      date: () => "", // it says so itself
    }),
    keepUp(session, truth.root, {
      about: shown,
      ask: (python) => python.truthTable(),
      show: (rows) => truth.show(rows),
    }),
    keepUp(session, plane.warped.root, {
      about: () => [...shown(), ...plane.warped.chosen, session.slice.cut],
      ask: async (python) =>
        plane.warped.isThere
          ? python.warped(...plane.warped.chosen)
          : { iteration: 0, answer: null },
      show: (numbers) => plane.warped.show(numbers),
      date: (numbers, iteration) => (numbers ? `At iteration ${count(iteration)}.` : ""),
      costly: true,
    }),
    keepUp(session, surface.root, {
      about: () => [...shown(), ...surface.chosen],
      ask: (python) => python.surface(surface.chosen[0], surface.chosen[1]),
      show: (numbers) => surface.show(numbers),
      costly: true,
    }),
  ];
}
