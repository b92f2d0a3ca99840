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
 * Changes what is in a place. The focus, if it is in there, stays with what is called the same, or
 * goes to what stands where it stood.
 *
 * @param {Element} place
 * @param {() => void} change
 */
export function keepFocus(place, change) {
  const all = () => /** @type {HTMLElement[]} */ ([...place.querySelectorAll(FOCUSABLE)]);
  const nameOf = (/** @type {HTMLElement} */ one) => one.ariaLabel ?? one.textContent;
  const before = all();
  const held = before.findIndex((one) => one.contains(document.activeElement));
  change();
  if (held < 0 || place.contains(document.activeElement)) return;
  const now = all();
  const found =
    now.find((one) => nameOf(one) && nameOf(one) === nameOf(before[held])) ??
    now[Math.min(held, now.length - 1)];
  found?.focus({ preventScroll: true });
}

/**
 * Puts other content into a place, as `keepFocus` does.
 *
 * @param {Element} place
 * @param {...(Node | string)} children
 */
export const renew = (place, ...children) =>
  keepFocus(place, () => place.replaceChildren(...children));

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
