/**
 * The parts of the page by name: what an address may ask for, what is laid out, what the docs list,
 * and what Share lets an author choose from.
 *
 * @typedef {object} Part
 * @property {string} title What it is, for authors.
 * @property {string[]} at Selectors of what is seen of it.
 * @property {string} [room] Of the work column, in which it is.
 * @property {"inert" | "hands"} [locked] The reader can change the experiment with it. Locked, it
 *   is inert; or still there to look at and to point at, and its hands are tied by itself.
 */

/** @type {Record<string, Part>} In the order in which they are laid out in one column. */
export const PARTS = {
  title: { title: "the title of the page", at: ["header > h1", "header > p"] },
  share: { title: "Share, Save, Take home and Open", at: ["#share-bar"], locked: "hands" },
  menu: { title: "the menu of experiments", at: [".stage > .experiment"], locked: "inert" },
  transport: { title: "Train, Step back, Step and Reset", at: [".stage > .transport"] },
  drawing: {
    title: "the neuron or the network, with one row on its way",
    at: ["#drawing"],
    locked: "hands",
  },
  curve: { title: "the error over the iterations, which is the timeline", at: [".timeline"] },
  plane: {
    title: "the plane of two inputs, and the points on it",
    at: ["#stage-plane"],
    locked: "hands",
  },
  rows: { title: "the rows of the data, with outputs and errors", at: ["#few-rows", "#coding"] },
  answer: { title: "the new situation, and the answer to it", at: ["#question"], locked: "inert" },
  explanation: { title: "what the picture shows, in words", at: ["#say"] },
  lesson: { title: "the lesson", at: ["#lesson"], room: "lesson" },
  data: { title: "the data: rows, files, patterns", at: ["#data"], room: "data", locked: "inert" },
  learning: {
    title: "how it learns: rate, seed, activation, shape",
    at: ["#learning"],
    room: "learning",
    locked: "inert",
  },
  ledger: { title: "one step by hand", at: ["#ledger"], room: "inside" },
  "gradient-check": {
    title: "the gradient check",
    at: ["#gradient-check"],
    room: "inside",
  },
  surface: { title: "the valley of the error", at: ["#surface"], room: "inside" },
  "truth-table": { title: "every situation", at: ["#truth-table"], room: "inside" },
  quality: { title: "how good it is", at: ["#quality"], room: "inside" },
  starts: { title: "other starts", at: ["#starts"], room: "inside", locked: "inert" },
  sweep: { title: "several values of a setting", at: ["#sweep"], room: "inside", locked: "inert" },
  numbers: {
    title: "the drawing and the curve in words, numbers and sound",
    at: ["#numbers"],
    room: "inside",
  },
  python: { title: "the Python that trains", at: ["#python"], room: "python", locked: "inert" },
};

/** What a part is called that is one chapter of the lesson: this, and the chapter's name. */
export const CHAPTER = "chapter-";

/** What a frame shows that says nothing else: the stage, and no part of it twice. */
export const STAGE = [
  "menu",
  "transport",
  "drawing",
  "curve",
  "plane",
  "rows",
  "answer",
  "explanation",
];

/**
 * A part by its name; each chapter is one.
 *
 * @param {string} name
 * @returns {Part | undefined}
 */
export function partOf(name) {
  return Object.hasOwn(PARTS, name) ? PARTS[name] : isChapter(name) ? PARTS.lesson : undefined;
}

/** @param {string} name */
export const isChapter = (name) => name.startsWith(CHAPTER) && name.length > CHAPTER.length;
