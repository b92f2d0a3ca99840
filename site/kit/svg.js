/** Parts of pictures that are SVG. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * @param {number} x Of its middle.
 * @param {number} y
 * @param {string} text
 * @param {string} [name] Its class.
 * @param {"start" | "middle" | "end"} [anchor]
 */
export const words = (x, y, text, name = "", anchor = "middle") =>
  element("text", { x, y, "text-anchor": anchor, class: name }, text);
