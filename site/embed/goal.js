/** The goal that the address sets: whether it is reached is neuron_core's to judge, whenever the run rests. */

import { effect } from "@preact/signals-core";
import { write } from "../kit/dom.js";
import { count } from "../model/format.js";
import { asked } from "./options.js";
import { isChapter } from "./parts.js";

/** @import { Session } from "../model/session.js" */

/**
 * Begins to judge, to say so, and to tell the document once a goal is reached.
 *
 * @param {Session} session
 * @param {HTMLElement} place
 */
export function watchGoal(session, place) {
  let goal = "";
  let isReached = false;

  /**
   * @param {string} said
   * @param {object} [reached] What is told of it, if it is reached.
   */
  const tell = (said, reached) => {
    write(place, said);
    place.classList.toggle("reached", reached !== undefined);
    if (reached && !isReached)
      document.dispatchEvent(new CustomEvent("goal", { detail: { goal, ...reached } }));
    isReached = reached !== undefined;
  };

  const begin = () => {
    if (asked().goal === goal) return;
    goal = asked().goal;
    isReached = false;
    if (isChapter(goal)) tell("Goal: to answer this chapter's question");
    else if (goal) tell(`Goal: ${goal}`);
    else tell("");
    judge();
  };

  async function judge() {
    const { frame, ready, training } = session;
    if (!goal || isChapter(goal) || !ready || training) return;
    const { iteration, answer: judgement } = await session.ask((python) => python.goal(goal));
    if (session.frame !== frame) return; // the next picture is judged by itself
    const { reached, value, said, problem } = judgement;
    if (problem) return tell(problem);
    if (!reached) return tell(`Goal: ${said}`);
    const { experiment } = session.description;
    tell(`Reached: ${said}, at iteration ${count(iteration)}`, { iteration, value, experiment });
  }

  begin();
  addEventListener("hashchange", begin);
  effect(() => {
    judge().catch(() => {}); // Python was stopped: the next one is asked again
  });
  document.addEventListener("answered", (event) => {
    const { chapter, ...answered } = /** @type {CustomEvent} */ (event).detail;
    if (goal === `chapter-${chapter}` && answered.said !== null)
      tell("Reached: this chapter's question is answered", { value: null, ...answered });
  });
}
