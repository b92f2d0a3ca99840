/**
 * The state of a runtime that a snapshot of Python's memory rests on. The build makes the snapshot
 * with these functions, in Node, and the page restores it with them: only what is done alike on
 * both sides, to the byte, gives every object the same address.
 *
 * @typedef {{path: string, module: WebAssembly.Module}} Library One of NumPy's compiled parts, and
 *   where Python looks for it.
 * @typedef {{value: number}} Symbol One that the linker knows, and its address.
 * @typedef {any} Runtime What Emscripten calls `Module`: memory, function table, linker.
 */

/**
 * Engines begin with function tables of different lengths, 14,170 to 15,143 entries. Grown to one
 * length before the first library is loaded, every index after it is the same.
 */
const TABLE_LENGTH = 16384;

/**
 * Wraps `createPyodideModule`, an option of Pyodide's start: the libraries are loaded before
 * Python is, in the order given.
 *
 * @param {(settings: any) => Promise<Runtime>} create
 * @param {Library[]} libraries
 * @param {(M: Runtime, addresses: Uint32Array) => void} onFresh Called while memory is the same
 *   everywhere: the libraries are linked and no C code has run yet. (The first that runs is an
 *   allocator, which draws random numbers.) `addresses` are those of the linker's symbols: of
 *   data, and of functions in the function table. If it throws, the start fails.
 * @param {Uint32Array} [baked] The addresses that the snapshot was made with.
 * @returns {(settings: any) => Promise<Runtime>}
 */
export function withLibraries(create, libraries, onFresh, baked) {
  return (settings) =>
    new Promise((resolve, reject) => {
      /** @type {Symbol[]} */
      let symbols;
      // What is thrown in these two would end nowhere: it is told to whoever waits for the start.
      settings.preRun.push(async (/** @type {Runtime} */ M) => {
        M.addRunDependency("libraries");
        try {
          M.wasmTable.grow(TABLE_LENGTH - M.wasmTable.length);
          for (const library of libraries) await load(M, library);
          symbols = Object.keys(M.GOT)
            .sort()
            .map((name) => M.GOT[name]);
          if (baked) renumber(M, symbols, baked);
          M.removeRunDependency("libraries");
        } catch (error) {
          reject(error);
        }
      });
      settings.preRun.push((/** @type {Runtime} */ M) =>
        M.addOnInit(() => {
          try {
            onFresh(
              M,
              Uint32Array.from(symbols, ({ value }) => value),
            );
          } catch (error) {
            reject(error);
            throw error;
          }
        }),
      );
      create(settings).then(resolve, reject);
    });
}

/**
 * Loads a library as Python's own `dlopen` would, so that Python finds it there.
 *
 * @param {Runtime} M
 * @param {Library} library
 */
async function load(M, { path, module }) {
  const loaded = M.newDSO(path, undefined, "loading");
  loaded.global = false;
  const options = { loadAsync: true, nodelete: true, global: false, allowUndefined: true };
  loaded.exports = await M.loadWebAssemblyModule(module, options, path, {});
}

/**
 * Gives functions the indices that they had when the snapshot was made. WebKit does not see that
 * an exported function and one in the table are the same, and enters about a thousand twice.
 *
 * @param {Runtime} M
 * @param {Symbol[]} symbols
 * @param {Uint32Array} baked
 */
function renumber(M, symbols, baked) {
  if (symbols.length !== baked.length) return; // `checksum` will tell
  const moved = symbols
    .map((symbol, at) => ({ symbol, from: symbol.value, to: baked[at] }))
    .filter(({ from, to }) => from !== to)
    .map((one) => ({
      ...one,
      code: one.from > 0 && one.from < M.wasmTable.length && M.wasmTable.get(one.from),
    }));
  if (!moved.length || !moved.every(({ code, to }) => code && to < TABLE_LENGTH)) return;
  for (const { symbol, to, code } of moved) {
    M.wasmTable.set(to, code);
    M.wasmTableMirror[to] = code; // Emscripten's copy of the table
    symbol.value = to;
  }
  M.updateTableMap(0, M.wasmTable.length);
}

/**
 * A 32-bit checksum (FNV-1a, word by word) of every address and every byte that a snapshot rests
 * on. One word is left out: Python's trampoline for calls of C functions, which is WebAssembly
 * where the engine has the means for it, and else JavaScript.
 *
 * @param {Runtime} M As `onFresh` gets it.
 * @param {Uint32Array} addresses
 */
export function checksum(M, addresses) {
  const trampoline = (M.__PyRuntime + M.HEAP32[M.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2]) >>> 2;
  const used = M.HEAP32.subarray(0, heapStart(M) >>> 2); // beyond is nothing yet
  let hash = hashed(0x811c9dc5, addresses);
  hash = hashed(hash, used.subarray(0, trampoline));
  hash = hashed(hash, used.subarray(trampoline + 1));
  return hash >>> 0;
}

/**
 * @param {number} hash
 * @param {Uint32Array | Int32Array} words
 */
function hashed(hash, words) {
  for (let at = 0; at < words.length; at++) hash = Math.imul(hash ^ words[at], 0x01000193);
  return hash;
}

/**
 * Where the C library's heap begins, or will.
 *
 * @param {Runtime} M
 */
export function heapStart(M) {
  return M.HEAPU32[M._emscripten_get_sbrk_ptr() >>> 2];
}

/**
 * Makes the runtime's memory Python's: what was there when it was fresh, changed by the difference.
 *
 * @param {Runtime} M
 * @param {Uint8Array} fresh All of it but zeros.
 * @param {Uint8Array} difference Its last zeros are left out, too.
 * @param {number} size
 */
export function filled(M, fresh, difference, size) {
  if (M.HEAPU8.length < size) M.growMemory(size);
  M.HEAPU8.set(difference);
  M.HEAPU8.fill(0, difference.length);
  const from = new Uint32Array(fresh.buffer);
  const to = M.HEAPU32;
  for (let at = 0; at < from.length; at++) to[at] ^= from[at];
  return M;
}

/**
 * The bits of the tutorial's weights after some iterations: the same bits mean that Python, NumPy
 * and its random numbers are whole.
 *
 * @param {import("pyodide").PyodideAPI} python
 * @returns {string}
 */
export function trainedBits(python) {
  return python.runPython(
    `
    from neuron_core import Experiment
    run = Experiment().run()
    run.goto(100)
    run.network.parameters.tobytes().hex()
  `,
    { globals: python.toPy({}) },
  );
}
