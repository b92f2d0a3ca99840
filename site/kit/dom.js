/** The few things that every view does to the document. */

import { digits } from "../model/format.js";

/** Whether the reader wants nothing to move by itself. */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * The element of that kind which a selector finds; the page has it.
 *
 * @template {HTMLElement} Kind
 * @param {string} selector
 * @param {new () => Kind} kind
 * @param {ParentNode} [within]
 * @returns {Kind}
 */
export function find(selector, kind, within = document) {
  const element = within.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`The page has no ${kind.name} at ${selector}.`);
}

/**
 * A new element with some properties and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[NoInfer<Tag>]>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

/** What can have the focus. */
const FOCUSABLE = "a[href], button, input, select, summary, [tabindex]";

/**
 * Puts other content into a place. The focus, if it is in there, goes to what stands where it stood.
 *
 * @param {Element} place
 * @param {...(Node | string)} children
 */
export function renew(place, ...children) {
  const all = () => /** @type {HTMLElement[]} */ ([...place.querySelectorAll(FOCUSABLE)]);
  const held = all().findIndex((one) => one === document.activeElement);
  place.replaceChildren(...children);
  if (held >= 0)
    all()
      .slice(0, held + 1)
      .at(-1)
      ?.focus({ preventScroll: true });
}

/**
 * Writes text where it differs: most numbers of most frames do not.
 *
 * @param {Node} node
 * @param {string} text
 */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Writes a number, of eight decimals if nothing else is said; all its digits are there to be pointed at.
 *
 * @param {HTMLElement} element
 * @param {number} value
 * @param {(value: number) => string} [format]
 */
export function writeNumber(element, value, format = digits) {
  write(element, format(value));
  if (element.title !== String(value)) element.title = String(value);
}

/**
 * A number of eight decimals, for a place that is written once.
 *
 * @param {number} value
 */
export function number(value) {
  const element = make("span", { className: "number" });
  writeNumber(element, value);
  return element;
}
