/** The frame that every view of a room stands in, and the tabs that show one of several. */

/**
 * @import { Session } from "../model/session.js"
 * @import { Drawing } from "../stage/drawing.js"
 *
 * @typedef {(session: Session, stage: {train: HTMLElement, drawing: Drawing}) => HTMLElement} Panel Makes
 *   a panel; whoever is sent back to the stage goes to its button Train.
 */

import { make } from "../kit/dom.js";
import { asTabs } from "../kit/tabs.js";

/**
 * @param {string} id Its address.
 * @param {string} title
 * @param {string} text
 * @param {...(Node | string)} children
 */
export function panel(id, title, text, ...children) {
  const heading = make("h2", { id: `${id}-title`, textContent: title });
  const root = make(
    "section",
    { id, className: "panel" },
    heading,
    make("p", { className: "about", textContent: text }),
    ...children,
  );
  root.setAttribute("aria-labelledby", heading.id);
  return root;
}

/**
 * One panel at a time, each with a tab.
 *
 * @param {string} name Of the choice between them.
 * @param {[string, HTMLElement][]} panels Each with what its tab says; the first is open.
 */
export function oneOf(name, panels) {
  const list = make("div", { role: "tablist", ariaLabel: name });
  const views = panels.map(([title, root], at) => {
    const view = make("div", { id: `${root.id}-view`, role: "tabpanel", hidden: at > 0 }, root);
    const tab = make("button", {
      id: `tab-${root.id}`,
      type: "button",
      role: "tab",
      textContent: title,
      ariaSelected: String(at === 0),
      tabIndex: at ? -1 : 0,
    });
    tab.setAttribute("aria-controls", view.id);
    view.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
    return view;
  });
  asTabs(list);
  return [list, ...views];
}
