/** Tables that may be wider than their place: then they are scrolled, with keys as well. */

import { make } from "./dom.js";
import { unique } from "./unique.js";

/**
 * @param {string} caption
 * @param {...Node} parts The table's head, body and foot.
 */
export function scrolled(caption, ...parts) {
  const title = make("caption", { textContent: caption, id: unique("caption") });
  const place = make(
    "div",
    { className: "scrolled", tabIndex: 0, role: "group" },
    make("table", {}, title, ...parts),
  );
  place.setAttribute("aria-labelledby", title.id);
  return place;
}

/**
 * A table whose rows begin with what they are about.
 *
 * @param {string} caption
 * @param {string[]} heads
 * @param {(string | Node)[][]} rows
 */
export function table(caption, heads, rows) {
  const head = make(
    "tr",
    {},
    ...heads.map((text) => make(text ? "th" : "td", { textContent: text })),
  );
  for (const cell of head.querySelectorAll("th")) cell.scope = "col";
  const body = rows.map(([first, ...others]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, first),
      ...others.map((cell) => make("td", {}, cell)),
    ),
  );
  return scrolled(caption, make("thead", {}, head), make("tbody", {}, ...body));
}
