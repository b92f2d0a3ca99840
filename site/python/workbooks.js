/** What Python reads workbooks with: fetched with the first one. */

import { content } from "../arrival/files.js";
import files from "../built/workbooks.json" with { type: "json" };

/** How a ZIP archive begins, which a workbook is. */
const ZIP = [0x50, 0x4b, 3, 4];

let isHere = false;

/** @param {Uint8Array} file */
export const isZip = (file) => ZIP.every((byte, at) => file[at] === byte);

/** @param {import("pyodide").PyodideAPI} python */
export async function bringWorkbooks(python) {
  if (isHere) return;
  for (const wheel of await Promise.all(files.map((name) => content(name, () => {}))))
    python.unpackArchive(wheel, "wheel");
  isHere = true;
}
