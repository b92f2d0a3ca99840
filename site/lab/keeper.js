/**
 * A worker that fetches the snapshot of Python, unpacks it, and gives it to every worker that is
 * to run Python: the first one waits for it, those after a Stop do not.
 */

import { ZSTDDecoder } from "../vendor/zstddec/zstddec.mjs";
import { arrived } from "./download.js";

/**
 * @import { Library } from "./runtime.js"
 *
 * @typedef {{
 *   checksum: number, addresses: number[], bits: string, size: number, header: number[],
 *   libraries: string[], lock: import("pyodide").Lockfile["info"],
 *   archives: Record<string, {file: string, to: string}>,
 *   files: Record<string, {bytes: number, sent: number, unpacked?: number}>,
 * }} Facts What the build wrote down of the snapshot: see `builder/snapshot`.
 * @typedef {{libraries: Library[], files: [string, Uint8Array][]}} Surroundings What Python
 *   expects to be there: libraries that are loaded, and files.
 *
 * @typedef {{received: number, total: number}} Count In bytes, as a host with gzip sends them.
 * @typedef {(
 *   ({ runtime: WebAssembly.Module, facts: Facts } & Surroundings) | { memory: Uint8Array } | { failure: string }
 * )} Gift What a worker is given: the first and then the second, or why not. Python's memory is
 *   the difference to that of a runtime in which Python has not started.
 */

const RUNTIME = new URL("../vendor/pyodide/pyodide.asm.wasm", import.meta.url);
const SURROUNDINGS = new URL("../snapshot/surroundings.zst", import.meta.url);
const MEMORY = new URL("../snapshot/memory.zst", import.meta.url);
const FACTS = new URL("../snapshot/facts.json", import.meta.url);

/** In milliseconds: bytes come in thousands of pieces. */
const BETWEEN_COUNTS = 50;

/** @type {Map<string, number>} The bytes that are here of each file. */
const counts = new Map();

/** @type {Promise<Facts>} */
const facts = response(FACTS).then((whole) => whole.json());
const runtime = response(RUNTIME).then((whole) => {
  read(whole.clone()).catch(() => {}); // only counted; of the one that came, browsers can keep the compiled code
  return WebAssembly.compileStreaming(whole);
});
const zstd = new ZSTDDecoder();
const decoder = zstd.init();
const surroundings = Promise.all([response(SURROUNDINGS).then(bytes), decoder])
  .then(([packed]) => unpacked(packed, SURROUNDINGS))
  .then(opened);
// Unpacking it leaves nothing else a chance: what a start needs first goes on its way before.
const memory = Promise.all([response(MEMORY).then(bytes), surroundings, runtime.then(() => wait(0))]).then(([packed]) =>
  unpacked(packed, MEMORY),
);

// Why one of them failed is told to whoever asks for it.
for (const part of [facts, runtime, surroundings, memory]) part.catch(() => {});

/** Each message is the port of a worker that waits for the snapshot. */
self.onmessage = async ({ data: port }) => {
  const give = (/** @type {Gift} */ gift, /** @type {Transferable[]} */ ...transferred) =>
    port.postMessage(gift, transferred);
  try {
    give({ runtime: await runtime, facts: await facts, ...(await surroundings) });
    const copy = (await memory).slice(); // the original stays, for the next worker
    give({ memory: copy }, copy.buffer);
  } catch (error) {
    give({ failure: /** @type {Error} */ (error).message });
  }
};

/** @param {URL} address */
function response({ href }) {
  return arrived(fetch(href), nameOf(href));
}

/** @param {string} address */
function nameOf(address) {
  return address.replace(/.*\//, "");
}

/**
 * Reads a response to its end, and tells the page how far all of them are.
 *
 * @param {Response} response
 * @param {(piece: Uint8Array<ArrayBuffer>) => void} [onPiece]
 */
async function read({ url, body }, onPiece) {
  const name = nameOf(url);
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (body).getReader();
  for (let piece; !(piece = await reader.read()).done; ) {
    onPiece?.(piece.value);
    counts.set(name, (counts.get(name) ?? 0) + piece.value.length);
    facts.then(tell, () => {});
  }
}

/** @param {Response} response */
async function bytes(response) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  await read(response, (piece) => pieces.push(piece));
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * @param {Uint8Array} packed
 * @param {URL} address Where it came from.
 */
async function unpacked(packed, { href }) {
  const name = nameOf(href);
  const { unpacked: size } = (await facts).files[name];
  const content = zstd.decode(packed, size);
  if (content.length !== size) throw new Error(`${name} is damaged.`); // the decoder does not tell
  return content;
}

let isDue = false;

/** @param {Facts} facts */
async function tell({ files }) {
  if (isDue) return;
  isDue = true;
  await wait(BETWEEN_COUNTS);
  isDue = false;
  let received = 0, total = 0;
  for (const [name, { bytes, sent }] of Object.entries(files)) {
    received += ((counts.get(name) ?? 0) / bytes) * sent;
    total += sent;
  }
  self.postMessage({ received, total });
}

/**
 * @param {Uint8Array} archive
 * @returns {Promise<Surroundings>}
 */
async function opened(archive) {
  const all = Object.fromEntries(members(archive));
  const paths = (await facts).libraries;
  const libraries = paths.map(async (path) => ({ path, module: await WebAssembly.compile(all[path].slice()) }));
  const files = Object.entries(all).filter(([path]) => !paths.includes(path));
  return { libraries: await Promise.all(libraries), files: files.map(([path, content]) => [path, content.slice()]) };
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
