/** Python as Pyodide starts it: from files, importing everything. */

import { loadPyodide } from "pyodide";
import { nameOf } from "../arrival/arrival.js";
import { content, made } from "../arrival/files.js";
import lock from "../built/lock.json" with { type: "json" };
import { ROOT } from "../built/root.js";
import { createPyodideModule, startedWith } from "./start.js";
import { compiledFile, RUNTIME } from "./wasm.js";

/** @import { Progress } from "./worker.js" */

/** The types by which Pyodide knows packages and its library are in their names. */
const FILES = [
  "python_stdlib.zip",
  .../** @type {{file_name: string}[]} */ (Object.values(lock.packages)).map(
    ({ file_name }) => file_name,
  ),
];

/**
 * Starts Python once all of its files are here, and are what the build made: of one that is not,
 * Pyodide would not tell.
 *
 * @param {(progress: Progress) => void} onProgress
 */
export async function plainStart(onProgress) {
  const total = [RUNTIME, ...FILES].reduce((sum, name) => sum + made(name).bytes, 0);
  let received = 0;
  const onPiece = (/** @type {number} */ bytes) => {
    received = Math.min(total, received + bytes);
    onProgress({ stage: "downloading", received, total });
  };
  const [create, runtime, ...contents] = await Promise.all([
    createPyodideModule(),
    compiledFile(RUNTIME, onPiece),
    ...FILES.map((name) => content(name, onPiece)),
  ]);
  onProgress({ stage: "starting" });
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const given = new Map(FILES.map((name, at) => [name, contents[at]]));
  const answer = async (/** @type {RequestInfo | URL} */ input) =>
    new Response(given.get(nameOf(input instanceof Request ? input.url : String(input))) ?? null);
  const options = {
    indexURL: ROOT.href,
    packageBaseUrl: ROOT.href,
    lockFileContents: lock,
    packages: ["neuron-core"],
    createPyodideModule: async (/** @type {any} */ settings) => {
      const M = await create(settings);
      onProgress({ stage: "importing" });
      return M;
    },
  };
  return startedWith(runtime, answer, () => loadPyodide(options));
}
