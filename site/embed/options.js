/** What an address may ask for, besides an experiment: each option in one place. */

import { optionsIn } from "../model/share-link.js";
import { CHAPTER, isChapter, PARTS, partOf } from "./parts.js";

/**
 * @typedef {object} Option
 * @property {string} about What it does, for authors.
 * @property {(value: string) => unknown} read Gives what its value means.
 *   Throws a sentence about what is accepted where it means nothing.
 *
 * @typedef {object} Asked What an address asks for.
 * @property {string[] | null} show Names of parts; null, if it names none.
 * @property {string[]} lock Names of parts with which the experiment is not to be changed.
 * @property {"light" | "dark" | "auto"} theme
 * @property {number | null} iteration
 * @property {boolean} autoplay
 * @property {string} goal
 * @property {string[]} remarks What of it could not be understood.
 */

/** The version of the options. What an option means never changes within a version. */
export const VERSION = 1;

const THEMES = ["light", "dark", "auto"];

/** @type {Record<string, Option>} */
export const OPTIONS = {
  v: {
    about: "the version of the options that the address is written in",
    read(value) {
      if (value !== String(VERSION))
        throw new Error(`is not a version of the options that is known here, which is ${VERSION}`);
    },
  },
  show: {
    about: "the parts that are shown, by their names; left out, the stage",
    read: (value) => names(value, "a part"),
  },
  lock: {
    about: "the parts with which the experiment cannot be changed; without a value, all of them",
    read: (value) =>
      value === ""
        ? Object.keys(PARTS).filter((name) => PARTS[name].locked)
        : names(value, "a part"),
  },
  theme: {
    about: "`light`, `dark`, or `auto`: that of the page around it",
    read: (value) => oneOf(value, THEMES),
  },
  preset: { about: "an experiment by its name", read: String },
  seed: { about: "the seed of the start weights", read: String },
  experiment: {
    about: "an experiment as JSON, with what is to differ from the preset",
    read: String,
  },
  iteration: {
    about: "the iteration that is shown at first",
    read(value) {
      if (!/^\d{1,9}$/.test(value))
        throw new Error("is no iteration, which is a whole number from 0");
      return Number(value);
    },
  },
  autoplay: {
    about: "`visible`: training begins when the page is seen, unless its reader wants less motion",
    read: (value) => oneOf(value, ["visible"]) === "visible",
  },
  goal: {
    about: "what is to be reached: see [Exercises](#exercises)",
    read: String,
  },
  room: { about: "the room that is open where the whole page is shown", read: String },
};

/**
 * What an address asks for. What is not understood is left out, and told.
 *
 * @param {string} hash What of the address begins with its #.
 * @returns {Asked}
 */
export function askedBy(hash) {
  /** @type {Asked} */
  const asked = {
    show: null,
    lock: [],
    theme: "auto",
    iteration: null,
    autoplay: false,
    goal: "",
    remarks: [],
  };
  for (const [name, value] of optionsIn(hash)) {
    try {
      if (!Object.hasOwn(OPTIONS, name))
        throw new Error(`is not an option, which are ${Object.keys(OPTIONS).join(", ")}`);
      Object.assign(asked, { [name]: OPTIONS[name].read(value) });
    } catch (error) {
      const { message, parts } = /** @type {Error & {parts?: string[]}} */ (error);
      if (parts?.length) Object.assign(asked, { [name]: parts });
      asked.remarks.push(
        `The address of this page asks for “${value ? `${name}=${value}` : name}”: ${message}.`,
      );
    }
  }
  return asked;
}

/** What the page shows has been asked for by the address that it was opened with, or later by another. */
let current = askedBy(globalThis.location?.hash ?? "");

export const asked = () => current;

/** Takes what the address asks for now. One that has only an id leaves all as it is. */
export function askAgain() {
  if (optionsIn(location.hash).size) current = askedBy(location.hash);
}

/** Whether an address names this part itself. @param {string} name */
export const asksFor = (name) => current.show?.includes(name) ?? false;

/** Whether something is to be shown that Python has to be asked for. */
export const asksForPython = () =>
  current.show?.some((name) => ["inside", "python"].includes(partOf(name)?.room ?? "")) ?? false;

/** Whether the reader shall not change the experiment with this part. @param {string} name */
export const isLocked = (name) => current.lock.includes(name);

/** The chapter that is to be shown alone, if one is. */
export const onlyChapter = () =>
  current.show?.find((name) => isChapter(name))?.slice(CHAPTER.length) ?? null;

/**
 * The names of parts in a list, with spaces, commas or + between them.
 *
 * @param {string} list
 * @param {string} what
 */
function names(list, what) {
  const all = list.split(/[\s,+]+/).filter(Boolean);
  const parts = all.filter(partOf);
  const unknown = all.filter((name) => !partOf(name));
  if (unknown.length || !parts.length) {
    const wrong = unknown.length ? unknown.map((name) => `“${name}”`).join(", ") : "nothing";
    throw Object.assign(
      new Error(
        `${wrong} is not ${what}, which are ${Object.keys(PARTS).join(", ")}, ${CHAPTER}… with the name of a chapter`,
      ),
      { parts },
    );
  }
  return parts;
}

/**
 * @param {string} value
 * @param {string[]} values
 */
function oneOf(value, values) {
  if (!values.includes(value)) throw new Error(`${values.join(", ")} is accepted`);
  return value;
}
