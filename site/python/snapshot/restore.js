/** Python from a snapshot of its memory, in a worker: `runtime.js` says how that can be. */

import { loadPyodide } from "pyodide";
import { contentAtOnce } from "../../arrival/files.js";
import { ROOT } from "../../built/root.js";
import { createPyodideModule, startedWith } from "../start.js";
import { compiled } from "../wasm.js";
import { awaitRest } from "./rest.js";
import { checksum, filled, heapStart, trainedBits, withLibraries } from "./runtime.js";

/**
 * @import { PyodideAPI } from "pyodide"
 * @import { Runtime } from "./runtime.js"
 * @import { OnInstance } from "../start.js"
 * @import { Facts, Surroundings } from "./loader.js"
 * @import { Code } from "../wasm.js"
 */

/**
 * Restores Python. Fails where this engine's runtime is not, to the byte, the one that the
 * snapshot was made with, or where a training does not give the same bits.
 *
 * @param {MessagePort} loader Gives the snapshot.
 * @param {() => void} [onStep] Called whenever it has come further.
 * @returns {Promise<PyodideAPI>}
 */
export async function restore(loader, onStep = () => {}) {
  const first = next(loader);
  const second = first.then(() => next(loader)); // listens before it can come
  second.catch(() => {}); // fails where the first one does, which is told
  /** @type {{runtime: Code, facts: Facts} & Surroundings} */
  const { facts, files, ...given } = await first;
  onStep();
  const runtime = await compiled(given.runtime);
  const libraries = await Promise.all(
    given.libraries.map(async ({ path, code }) => ({ path, module: await compiled(code) })),
  );
  onStep();

  /** @type {Uint8Array} */
  let fresh;
  const onFresh = (/** @type {Runtime} */ M, /** @type {Uint32Array} */ addresses) => {
    if (checksum(M, addresses) !== facts.checksum)
      throw new Error("this browser lays out memory in another way.");
    fresh = M.HEAPU8.slice(0, heapStart(M));
  };
  const baked = Uint32Array.from(facts.addresses);
  const create = withLibraries(await createPyodideModule(), libraries, onFresh, baked);
  onStep();
  const options = {
    indexURL: ROOT.href,
    lockFileContents: { info: facts.lock, packages: {} },
    createPyodideModule: async (/** @type {any} */ settings) => {
      const M = await create(settings);
      onStep();
      return filled(M, fresh, (await second).memory, facts.size);
    },
    _loadSnapshot: Uint8Array.from(facts.header), // without the memory itself, which is filled here
  };
  const withoutFiles = async () => new Response(); // its standard library is in the memory
  /** @type {OnInstance} */
  const onInstance = (module, instance, imports) => {
    if (module === runtime) {
      const { buffer } = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
      new Uint8Array(buffer).set(given.data, facts.data.to);
    }
    awaitRest(module, instance, imports);
  };
  const start = () => loadPyodide(options);
  const python = await startedWith(runtime, withoutFiles, start, onInstance);
  onStep();
  for (const [path, content] of files) write(python, path, content);
  offerArchives(python, facts.archives);
  python.runPython(FRESH_STREAMS);
  onStep();
  if (trainedBits(python) !== facts.bits) throw new Error("a training gives other bits.");
  return python;
}

/**
 * The next message at a port.
 *
 * @param {MessagePort} port
 * @returns {Promise<any>}
 */
function next(port) {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }) =>
      "failure" in data ? reject(new Error(data.failure)) : resolve(data);
    // As where workers have no origin in common: see `isCodeHanded` in loader.js.
    port.onmessageerror = () =>
      reject(new Error("compiled code cannot be handed from worker to worker here."));
  });
}

/** In the snapshot, the global streams of random numbers are the same for every reader. */
const FRESH_STREAMS = "import random, numpy; random.seed(); numpy.random.seed(); del random, numpy";

/**
 * Offers Python what is in no snapshot: see `builder/snapshot/_rest.py`.
 *
 * @param {PyodideAPI} python
 * @param {Facts["archives"]} archives
 */
function offerArchives(python, archives) {
  const fetch = (/** @type {string} */ name) => {
    const { file, to } = archives[name];
    write(python, to, contentAtOnce(file)); // Python is in the middle of an import
    return to;
  };
  python.registerJsModule("_archives", { fetch });
}

/**
 * @param {PyodideAPI} python
 * @param {string} path
 * @param {Uint8Array} content
 */
function write(python, path, content) {
  python.FS.mkdirTree(path.replace(/[^/]*$/, ""));
  python.FS.writeFile(path, content);
}
