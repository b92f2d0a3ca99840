/**
 * Experiments and options in the page's address. They stand behind its #, which a browser sends to
 * no server: nobody but those who have a link ever sees what is in it.
 *
 * What stands there is the id of something on the page, or options like `v=1&show=drawing,curve`,
 * of which `experiment=` may be one. Where an address begins with an experiment, or with a room and
 * an experiment, as the addresses do that were written before there were options, all the rest of it
 * is the experiment.
 */

/** What such an address may say before its experiment. */
const BEFORE = /^(?:room=([a-z-]+)&)?experiment=/;
/** Where the next option begins: in an experiment that was written by hand, & may mean itself. */
const NEXT = /&(?=[a-z][a-z-]*(?:=|&|$))/;
const OPTIONS = /^[a-z][a-z-]*=/;

/** Some programs cut off addresses that are longer, in characters. */
export const LONGEST = 8_000;

/** An experiment holds data, these a table, this rows; what is far deeper could end Python. */
const MOST_NESTED = 8;

/** What of the tutorial's own experiment is not as in the tutorial, as JSON. */
export const NOTHING = "{}";

/**
 * The address of this page with an experiment in it; with the tutorial's own, its bare address.
 *
 * @param {string} text What of the experiment is not as in the tutorial, as JSON.
 * @param {string[][]} [options] Names with their values, besides.
 */
export function linkTo(text, options = []) {
  const address = new URL(location.href);
  const all = text === NOTHING ? options : [...options, ["experiment", text]];
  address.hash = all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return address.href;
}

/**
 * The options that an address has; none, if it has only an id.
 *
 * @param {string} hash What of the address begins with its #.
 * @returns {Map<string, string>}
 */
export function optionsIn(hash) {
  const text = hash.slice(1);
  const before = BEFORE.exec(text);
  if (before) {
    const [{ length }, room] = before;
    return new Map([...named({ room }), ["experiment", decoded(text.slice(length))]]);
  }
  if (!OPTIONS.test(text)) return new Map();
  return new Map(
    text.split(NEXT).map((option) => {
      const [name, ...value] = option.split("=");
      return [name, decoded(value.join("="))];
    }),
  );
}

/** @param {Record<string, string | undefined>} values */
const named = (values) =>
  /** @type {[string, string][]} */ (Object.entries(values).filter(([, value]) => value));

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // written by hand, with a % that means itself
  }
}

const NAMING = ["experiment", "preset", "seed"];

/**
 * What of an address names an experiment, to compare it with that of another; nothing, if nothing does.
 *
 * @param {string} hash What of the address begins with its #.
 */
export function experimentNamed(hash) {
  const options = optionsIn(hash);
  const all = NAMING.map((name) => options.get(name));
  return all.every((value) => value === undefined) ? "" : JSON.stringify(all);
}

/**
 * The experiment that an address names: as JSON, or as a preset, a seed, or both; and the rule that
 * may be with it. Null, if none.
 *
 * @param {string} hash What of the address begins with its #.
 * @returns {{experiment: object, rule: string} | null}
 * @throws {Error} If what stands there is none.
 */
export function experimentAt(hash) {
  if (!experimentNamed(hash)) return null;
  const options = optionsIn(hash);
  const [text, preset, seed] = NAMING.map((name) => options.get(name));
  const { experiment, rule } = experimentIn(text ?? NOTHING);
  const whole = {
    ...(preset === undefined ? {} : { preset }),
    ...experiment,
    ...(seed === undefined ? {} : { seed: /^-?\d+$/.test(seed) ? Number(seed) : seed }),
  };
  return { experiment: whole, rule };
}

/**
 * What of the page an address asks for by its id: a room, a chapter, a panel. Null, if nothing.
 *
 * @param {string} hash What of the address begins with its #.
 */
export function roomIn(hash) {
  const options = optionsIn(hash);
  return options.size ? (options.get("room") ?? null) : hash.slice(1) || null;
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
