/** Keys for what is done most, and the sheet that lists them. */

import { action, showDialog } from "../kit/dialog.js";
import { make } from "../kit/dom.js";
import { table } from "../kit/tables.js";

/** @import { Session } from "../model/session.js" */

/** Where keys are what is typed, or have a meaning of their own. */
const TAKEN =
  'input:not([type="range"], [type="radio"], [type="checkbox"]), select, textarea, dialog, [contenteditable], [role="application"]';
/** Under this name it is remembered that the reader wants none: whoever speaks to a computer may press them unawares. */
const OFF = "one-neuron-keys-off";

/**
 * @param {Session} session
 * @param {HTMLElement} root Holds the buttons.
 * @param {HTMLButtonElement} opener Opens the sheet.
 */
export function keys(session, root, opener) {
  const press = (/** @type {string} */ name) => () => {
    const button = /** @type {HTMLButtonElement | null} */ (root.querySelector(name));
    if (button?.checkVisibility() && !button.closest("[inert]")) button.click();
  };
  /** @type {Record<string, [string, () => unknown]>} */
  const all = {
    t: ["Train or Pause", press(".train")],
    s: ["Step", press(".forth")],
    b: ["Step back", press(".back")],
    l: ["To the lowest error so far", () => session.goto(session.frame.lowest.iteration)],
    r: ["Reset", press(".reset")],
    "?": ["This sheet", () => sheet(all)],
  };
  opener.onclick = () => sheet(all);
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isOther = event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey;
    if (isOther || (target instanceof Element && target.closest(TAKEN)) || areOff()) return;
    const [, act] = all[key.toLowerCase()] ?? [];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {Record<string, [string, () => unknown]>} all */
function sheet(all) {
  const on = make("input", { type: "checkbox", checked: !areOff() });
  on.onchange = () => remember(!on.checked);
  const key = (/** @type {string} */ name) => make("kbd", { textContent: name.toUpperCase() });
  const rows = Object.entries(all).map(([name, [words]]) => [key(name), words]);
  const others = [
    ["Arrows", "On the curve: one iteration. On a weight: up or down. On the plane: the cross"],
    ["Page Up, Page Down", "The same in large steps; on a weight, tenfold"],
    ["Enter", "On a weight: type in a number"],
  ].map(([names, words]) => [make("kbd", { textContent: names }), words]);
  const dialog = showDialog(
    "Keys",
    table("What keys do", ["Key", "What happens"], [...rows, ...others]),
    make("label", { className: "check" }, on, " Single letters act"),
    make(
      "div",
      { className: "actions" },
      action("Close", () => dialog.close()),
    ),
  );
}

const areOff = () => {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false; // nothing is remembered in a frame that has no origin
  }
};

/** @param {boolean} isOff */
function remember(isOff) {
  try {
    if (isOff) localStorage.setItem(OFF, "");
    else localStorage.removeItem(OFF);
  } catch {
    // As above.
  }
}
