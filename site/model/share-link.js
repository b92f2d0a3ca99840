/**
 * Experiments in the page's address. They stand behind its #, which a browser sends to no server:
 * nobody but those who have a link ever sees what is in it.
 */

const BEGINNING = "#experiment=";
/** Before it, an address may say which room of the page is to be open: #room=data&experiment=… */
const ROOM = /^#room=([a-z-]+)&(?=experiment=)/;

/** Some programs cut off addresses that are longer, in characters. */
export const LONGEST = 8_000;

/** An experiment holds data, these a table, this rows; what is far deeper could end Python. */
const MOST_NESTED = 8;

/** What of the tutorial's own experiment is not as in the tutorial, as JSON. */
const NOTHING = "{}";

/**
 * The address of this page with an experiment in it; with the tutorial's own, its bare address.
 *
 * @param {string} text What of the experiment is not as in the tutorial, as JSON.
 */
export function linkTo(text) {
  const address = new URL(location.href);
  address.hash = text === NOTHING ? "" : BEGINNING + encodeURIComponent(text);
  return address.href;
}

/**
 * The text of the experiment that an address names, or null.
 *
 * @param {string} hash What of the address begins with its #.
 */
export function textIn(hash) {
  const plain = hash.replace(ROOM, "#");
  if (!plain.startsWith(BEGINNING)) return null;
  const text = plain.slice(BEGINNING.length);
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // written by hand, with a % that means itself
  }
}

/**
 * What of the page an address asks for by its id: a room, a chapter, a panel. Null, if nothing.
 *
 * @param {string} hash What of the address begins with its #.
 */
export function roomIn(hash) {
  if (textIn(hash) !== null) return ROOM.exec(hash)?.[1] ?? null;
  return hash.slice(1) || null;
}

/**
 * An experiment from its JSON, and the rule of the reader's own that may be with it. What is in them,
 * Python has to judge.
 *
 * @param {string} text
 * @returns {{experiment: object, rule: string}}
 * @throws {Error} If it is none.
 */
export function experimentIn(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON, or only a part of it.");
  }
  if (!isNested(value, 0) || Array.isArray(value) || isNested(value, MOST_NESTED)) {
    throw new Error("it is JSON, but no experiment, which is names and values in braces.");
  }
  const { rule = "", ...experiment } = value;
  if (typeof rule !== "string") throw new Error("its rule is not text.");
  return { experiment, rule };
}

/**
 * Whether a value holds others that hold others, and so on, more than so many times.
 *
 * @param {unknown} value
 * @param {number} times
 * @returns {boolean}
 */
function isNested(value, times) {
  if (typeof value !== "object" || value === null) return false;
  return times === 0 || Object.values(value).some((part) => isNested(part, times - 1));
}
