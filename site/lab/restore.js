/** Python from a snapshot of its memory, in a worker: `runtime.js` says how that can be. */

import createPyodideModule from "../vendor/pyodide/pyodide.asm.mjs";
import { loadPyodide } from "../vendor/pyodide/pyodide.mjs";
import { checksum, heapStart, trainedBits, withLibraries } from "./runtime.js";

/**
 * @import { PyodideAPI } from "pyodide"
 * @import { Runtime } from "./runtime.js"
 * @import { Facts, Surroundings } from "./keeper.js"
 */

/**
 * Restores Python. Fails where this engine's runtime is not, to the byte, the one that the
 * snapshot was made with, or where a training does not give the same bits.
 *
 * @param {MessagePort} keeper Gives the snapshot.
 * @param {URL} folder Where the runtime's own files are.
 * @returns {Promise<PyodideAPI>}
 */
export async function restore(keeper, folder) {
  const first = next(keeper);
  const second = first.then(() => next(keeper)); // listens before it can come
  second.catch(() => {}); // fails where the first one does, which is told
  /** @type {{runtime: WebAssembly.Module, facts: Facts} & Surroundings} */
  const { runtime, facts, libraries, files } = await first;

  /** @type {Uint8Array} */
  let fresh;
  const onFresh = (/** @type {Runtime} */ M, /** @type {Uint32Array} */ addresses) => {
    if (checksum(M, addresses) !== facts.checksum) throw new Error("this browser lays out memory in another way.");
    fresh = M.HEAPU8.slice(0, heapStart(M));
  };
  const baked = Uint32Array.from(facts.addresses);
  const create = withLibraries(createPyodideModule, libraries, onFresh, baked);
  const options = {
    indexURL: folder.href,
    lockFileContents: { info: facts.lock, packages: {} },
    createPyodideModule: async (/** @type {any} */ settings) =>
      filled(await create(settings), fresh, (await second).memory, facts.size),
    _loadSnapshot: Uint8Array.from(facts.header), // without the memory itself, which is filled here
  };
  const python = await withCompiled(runtime, () => loadPyodide(options));
  for (const [path, content] of files) write(python, path, content);
  offerArchives(python, facts.archives, folder);
  python.runPython(FRESH_STREAMS);
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
    port.onmessage = ({ data }) => ("failure" in data ? reject(new Error(data.failure)) : resolve(data));
    // As in a sandboxed frame, where workers have nothing in common.
    port.onmessageerror = () => reject(new Error("compiled code cannot be handed from worker to worker here."));
  });
}

/**
 * Makes the runtime's memory Python's: what was there when it was fresh, changed by the difference.
 *
 * @param {Runtime} M
 * @param {Uint8Array} fresh All of it but zeros.
 * @param {Uint8Array} difference Its last zeros are left out, too.
 * @param {number} size
 */
function filled(M, fresh, difference, size) {
  if (M.HEAPU8.length < size) M.growMemory(size);
  M.HEAPU8.set(difference);
  M.HEAPU8.fill(0, difference.length);
  const from = new Uint32Array(fresh.buffer);
  const to = M.HEAPU32;
  for (let at = 0; at < from.length; at++) to[at] ^= from[at];
  return M;
}

/**
 * Has Pyodide start with the runtime that is compiled already, and without a standard library.
 *
 * @template Result
 * @param {WebAssembly.Module} runtime
 * @param {() => Promise<Result>} start
 */
async function withCompiled(runtime, start) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async () => new Response();
  WebAssembly.instantiateStreaming = async (_, imports) => {
    return { module: runtime, instance: await WebAssembly.instantiate(runtime, imports) };
  };
  try {
    return await start();
  } finally {
    Object.assign(self, { fetch });
    Object.assign(WebAssembly, { instantiateStreaming });
  }
}

/** In the snapshot, the global streams of random numbers are the same for every reader. */
const FRESH_STREAMS = "import random, numpy; random.seed(); numpy.random.seed(); del random, numpy";

/**
 * Offers Python what is in no snapshot: see `builder/snapshot/_rest.py`.
 *
 * @param {PyodideAPI} python
 * @param {Facts["archives"]} archives
 * @param {URL} folder
 */
function offerArchives(python, archives, folder) {
  const fetch = (/** @type {string} */ name) => {
    const { file, to } = archives[name];
    write(python, to, fetchedAtOnce(new URL(file, folder)));
    return to;
  };
  python.registerJsModule("_archives", { fetch });
}

/**
 * Fetches while everything waits: Python is in the middle of an import.
 *
 * @param {URL} address
 */
function fetchedAtOnce(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address.pathname}: the server says ${request.status}`);
  return new Uint8Array(request.response);
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
