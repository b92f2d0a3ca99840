/**
 * A worker that fetches the snapshot of Python, unpacks it, and gives it to every worker that is
 * to run Python: the first one waits for it, those after a Stop do not.
 */

import { ZSTDDecoder } from "zstddec";
import { content } from "../../arrival/files.js";
import facts from "../../built/facts.json" with { type: "json" };
import { compiledFile, FIRST_PART, mustBeAllowed } from "../wasm.js";

/**
 * @import { Code } from "../wasm.js"
 *
 * @typedef {{
 *   checksum: number, addresses: number[], bits: string, size: number, header: number[],
 *   libraries: string[], data: {file: string, to: number}, lock: import("pyodide").Lockfile["info"],
 *   archives: Record<string, {file: string, to: string}>,
 *   files: Record<string, {bytes: number, sent: number, unpacked?: number}>,
 * }} Facts What the build wrote down of the snapshot: see `builder/snapshot`.
 * @typedef {{libraries: {path: string, code: Code}[], files: [string, Uint8Array][], data: Uint8Array}} Surroundings
 *   What Python expects to be there: libraries that are loaded, files, and the runtime's data.
 *
 * @typedef {{received: number, total: number}} Count In bytes, as a host with gzip sends them.
 * @typedef {(
 *   ({ runtime: Code, facts: Facts } & Surroundings) | { memory: Uint8Array } | { failure: string }
 * )} Gift What a worker is given: the first and then the second, or why not. Python's memory is
 *   the difference to that of a runtime in which Python has not started.
 */

const SURROUNDINGS = "surroundings.zst";
const MEMORY = "memory.zst";
const { files } = /** @type {Facts} */ (facts);

/** In milliseconds: bytes come in thousands of pieces. */
const BETWEEN_COUNTS = 50;

/** @type {Record<string, number>} The bytes that are here of each file. */
const counts = {};
let isDue = false;

mustBeAllowed(); // before anything is fetched
/** In a sandboxed frame, where every worker is of an origin of its own, code goes as bytes. */
const isCodeHanded = self.origin !== "null";
const runtime = (isCodeHanded ? compiledFile : content)(FIRST_PART, counted(FIRST_PART));
const zstd = new ZSTDDecoder();
const decoder = withItsOwnCode(() => zstd.init());
const surroundings = Promise.all([content(SURROUNDINGS, counted(SURROUNDINGS)), decoder])
  .then(([packed]) => unpacked(packed, SURROUNDINGS))
  .then(opened);
// Unpacking it leaves nothing else a chance: what a start needs first goes on its way before.
const memory = Promise.all([
  content(MEMORY, counted(MEMORY)),
  surroundings,
  runtime.then(() => wait(0)),
]).then(([packed]) => unpacked(packed, MEMORY));

for (const part of [runtime, surroundings, memory]) {
  // Each of them is a sign that the start goes on; why one failed is told to whoever asks for it.
  part.then(tell, () => {});
}

/** Each message is the port of a worker that waits for the snapshot. */
self.onmessage = async ({ data: port }) => {
  const give = (/** @type {Gift} */ gift, /** @type {Transferable[]} */ ...transferred) =>
    port.postMessage(gift, transferred);
  try {
    give({ runtime: await runtime, facts, ...(await surroundings) });
    const copy = (await memory).slice(); // the original stays, for the next worker
    give({ memory: copy }, copy.buffer);
  } catch (error) {
    give({ failure: /** @type {Error} */ (error).message });
  }
};

/** What is to be told of each piece of a file. @param {string} name */
function counted(name) {
  return (/** @type {number} */ bytes) => {
    counts[name] = (counts[name] ?? 0) + bytes;
    tell();
  };
}

/** Tells the page how far all files are. */
async function tell() {
  if (isDue) return;
  isDue = true;
  await wait(BETWEEN_COUNTS);
  isDue = false;
  let received = 0,
    total = 0;
  for (const [name, { bytes, sent }] of Object.entries(files)) {
    received += (Math.min(counts[name] ?? 0, bytes) / bytes) * sent;
    total += sent;
  }
  self.postMessage({ received, total });
}

/**
 * Lets the decoder start. It fetches its own code, which is in it, from a `data:` address; policies
 * forbid that, and nothing has to be fetched for it.
 *
 * @template Result
 * @param {() => Result} start
 */
function withItsOwnCode(start) {
  const { fetch } = self;
  self.fetch = async (address) =>
    new Response(
      Uint8Array.from(atob(String(address).split(",")[1]), (letter) => letter.charCodeAt(0)),
    );
  try {
    return start();
  } finally {
    self.fetch = fetch;
  }
}

/**
 * @param {Uint8Array} packed
 * @param {string} name
 */
function unpacked(packed, name) {
  const { unpacked: size } = files[name];
  const content = zstd.decode(packed, size);
  if (content.length !== size) throw new Error(`${name} is damaged.`); // the decoder does not tell
  return content;
}

/**
 * @param {Uint8Array} archive
 * @returns {Promise<Surroundings>}
 */
async function opened(archive) {
  const all = Object.fromEntries(members(archive));
  const { libraries: paths, data } = /** @type {Facts} */ (facts);
  const libraries = paths.map(async (path) => ({
    path,
    code: isCodeHanded ? await WebAssembly.compile(all[path].slice()) : all[path].slice(),
  }));
  const files = Object.entries(all).filter(([path]) => ![...paths, data.file].includes(path));
  return {
    data: all[data.file].slice(),
    libraries: await Promise.all(libraries),
    files: files.map(([path, content]) => [path, content.slice()]),
  };
}

/** @param {number} milliseconds With 0, what waits for its turn has it. */
function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * The files in a tar archive.
 *
 * @param {Uint8Array} tar
 * @returns {Generator<[string, Uint8Array]>}
 */
function* members(tar) {
  const BLOCK = 512;
  for (let at = 0; tar[at]; ) {
    const text = (/** @type {number} */ from, /** @type {number} */ to) =>
      new TextDecoder().decode(tar.subarray(at + from, at + to)).replace(/\0.*/, "");
    const path = `/${text(0, 100)}`;
    const size = Number.parseInt(text(124, 136), 8);
    const start = at + BLOCK;
    yield [path, tar.subarray(start, start + size)];
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
