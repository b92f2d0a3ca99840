/** The frame that every view below the lesson stands in. */

/**
 * @import { Session } from "../model/session.js"
 *
 * @typedef {(session: Session) => {root: HTMLElement, views: {draw(): void}[]}} Panel Makes a
 *   panel, and what is to be drawn whenever something has changed.
 */

import { make } from "../kit/dom.js";

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
