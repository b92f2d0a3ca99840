/** What Python reads some kinds of files with: fetched with the first one of its kind. */

import { content } from "../arrival/files.js";
import readers from "../built/readers.json" with { type: "json" };

/** Of Python's own files. */
const FOLDER = "/tmp/wheels";

/** @type {Set<string>} The kinds that can be read. */
const here = new Set();

/**
 * Puts the wheels where Python finds their modules: it imports from them as they are, since they hold
 * nothing but Python and its data.
 *
 * @param {import("pyodide").PyodideAPI} python
 * @param {string} kind Of `neuron_core.data.text.reader_for`.
 */
export async function bringReader(python, kind) {
  if (here.has(kind)) return;
  const files = readers[kind];
  const wheels = await Promise.all(files.map((name) => content(name)));
  const { path } = python.pyimport("sys");
  python.FS.mkdirTree(FOLDER);
  files.forEach((name, at) => {
    python.FS.writeFile(`${FOLDER}/${name}`, wheels[at]);
    path.append(`${FOLDER}/${name}`);
  });
  path.destroy();
  here.add(kind);
}
