/** What Python reads workbooks with: fetched with the first one. */

import { content } from "../arrival/files.js";
import files from "../built/workbooks.json" with { type: "json" };

/** How a ZIP archive begins, which a workbook is. */
const ZIP = [0x50, 0x4b, 3, 4];

/** Of Python's own files. */
const FOLDER = "/tmp/wheels";

let isHere = false;

/** @param {Uint8Array} file */
export const isZip = (file) => ZIP.every((byte, at) => file[at] === byte);

/**
 * Puts the wheels where Python finds their modules: it imports from them as they are, since they hold
 * nothing but Python.
 *
 * @param {import("pyodide").PyodideAPI} python
 */
export async function bringWorkbooks(python) {
  if (isHere) return;
  const wheels = await Promise.all(files.map((name) => content(name)));
  const { path } = python.pyimport("sys");
  python.FS.mkdirTree(FOLDER);
  files.forEach((name, at) => {
    python.FS.writeFile(`${FOLDER}/${name}`, wheels[at]);
    path.append(`${FOLDER}/${name}`);
  });
  path.destroy();
  isHere = true;
}
