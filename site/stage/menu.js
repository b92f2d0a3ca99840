/** The experiments that have a name, to be opened. */

import { make } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";

/** @import { Session } from "../model/session.js" */

/** What the menu says of an experiment that has no name. */
const OWN = "";

/**
 * @param {Session} session
 * @param {HTMLSelectElement} select
 */
export function menu(session, select) {
  const { presets, groups, titles } = session.catalogue;
  const option = (/** @type {string} */ value) =>
    make("option", { value, textContent: titles[value] });
  select.replaceChildren(
    make("option", { value: OWN, textContent: "Your own", hidden: true }),
    ...Object.entries(groups).map(([label, names]) =>
      make("optgroup", { label }, ...names.map(option)),
    ),
  );
  select.onchange = () => {
    const preset = presets[select.value];
    if (preset) session.open(preset);
  };
  redraw(() => {
    const { description, asked } = session;
    const isAsked = Object.keys(presets).find((name) => presets[name] === asked);
    const name = asked ? (isAsked ?? OWN) : description.preset;
    if (select.value !== name) select.value = name;
  });
}
