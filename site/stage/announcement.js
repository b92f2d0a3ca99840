/**
 * What a screen reader is told, politely and once, when an action is over: what it has led to. The
 * status says how Python is, and how a training has ended; this says all else.
 */

import { untracked } from "@preact/signals-core";
import { write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { cameOut, tally, verdict } from "../kit/verdict.js";
import { count, rough, sentence, short } from "../model/format.js";
import { outcome } from "./status.js";

/** @import { Session } from "../model/session.js" */

/** An action is over when nothing has changed for so long; a training is told that often, in milliseconds. */
export const [QUIET, TRAINING] = [300, 5000];

/**
 * @param {Session} session
 * @param {HTMLElement} region That is said when its text changes.
 */
export function announce(session, region) {
  const now = () => untracked(() => subjects(session));
  let known = now(); // what is there when the page opens is no news
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  let isWhileTraining = false;

  function tell() {
    due = undefined;
    const before = known;
    known = now();
    const { experiment, place, row } = known;
    if (experiment !== before.experiment) write(region, `${experiment} ${place}`);
    else if (place !== before.place) write(region, place);
    else if (row !== before.row) write(region, row);
  }

  redraw(() => {
    const { frame, description, selected, training, stale } = session;
    if (due && training && isWhileTraining) return; // it will tell of the latest picture
    clearTimeout(due);
    due = undefined;
    if (!frame || !description || selected < 0 || stale) return; // what was asked for is not there
    isWhileTraining = training;
    due = setTimeout(tell, training ? TRAINING : QUIET);
  });
}

/** What may be news, in words. @param {Session} session */
function subjects(session) {
  const { catalogue, description } = session;
  const title = catalogue.titles[description.preset] ?? description.data.title;
  return {
    experiment: `Experiment: ${title}.`,
    place: place(session),
    row: row(session),
  };
}

/** Where the run is, and how good that is. @param {Session} session */
function place(session) {
  const { frame, experiment, table, training, lossTitle } = session;
  const { iteration, divergedAt } = frame;
  const error = `${lossTitle} ${rough(frame.loss)}.`;
  const at = `Iteration ${count(iteration)} of ${count(experiment.iterations)}: ${error}`;
  if (training) return at;
  const rows = table.rows - table.test_rows;
  const judged = divergedAt === null && iteration > 0 ? verdict(frame, rows) : "";
  if (outcome(session)) return `${sentence(error)} ${judged}`; // the status says the rest
  return `${at} ${tally(frame.counts("training"), rows)}. ${judged}`;
}

/** The row that goes through the drawing, and what came out of it. @param {Session} session */
function row({ frame, selected, table, description }) {
  const answer = frame.answer(selected, table);
  const isQuestion = selected >= frame.rows;
  const inputs = isQuestion ? description.experiment.question : table.inputs[selected];
  const given = inputs.map(short).join(", ");
  if (isQuestion) return `The new situation, ${given}: the answer is ${answer}.`;
  const target =
    table.class_names[table.classes[selected]] ?? table.targets[selected].map(short).join(", ");
  return `Row ${count(selected + 1)}, ${given}: the output is ${answer}, the target ${target}: ${cameOut(frame, selected)}.`;
}
