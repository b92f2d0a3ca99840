/**
 * WebAssembly: compiled whatever a host calls it, and what keeps it from being so.
 *
 * @typedef {WebAssembly.Module | Uint8Array<ArrayBuffer>} Code Compiled, or to be compiled.
 */

import { answered, contentOf, insisting } from "../arrival/arrival.js";
import { made } from "../arrival/files.js";
import { ROOT } from "../built/root.js";

/** The runtime, and what a first training calls of it, without its data: see `builder/split`. */
export const RUNTIME = "pyodide.asm.wasm";
export const FIRST_PART = "pyodide.first.wasm";
const TYPE = "application/wasm";

/** The smallest module there is: four letters and a version. */
const NOTHING = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Throws where a policy forbids WebAssembly: Pyodide itself neither starts there nor fails. */
export function mustBeAllowed() {
  try {
    new WebAssembly.Module(NOTHING);
  } catch {
    throw new Error(
      "a policy of its host forbids WebAssembly: the Content-Security-Policy has to allow 'wasm-unsafe-eval'.",
    );
  }
}

/**
 * Compiles a file while it comes.
 *
 * @param {string} name
 * @param {(bytes: number) => void} onPiece
 */
export function compiledFile(name, onPiece) {
  return insisting(async (options) => {
    const response = await answered(made(name), ROOT, options);
    const whole = contentOf(made(name), response.clone(), onPiece);
    const compiled = WebAssembly.compileStreaming(ofItsType(response));
    compiled.catch(() => {}); // of a damaged file, `whole` knows more
    await whole;
    return compiled;
  });
}

/** @param {Response} response One that came with its type is given as it is: browsers keep its code. */
function ofItsType(response) {
  if (response.headers.get("Content-Type")?.toLowerCase() === TYPE) return response;
  return new Response(response.body, { headers: { "Content-Type": TYPE } });
}

/** @param {Code} code @returns {Promise<WebAssembly.Module>} */
export async function compiled(code) {
  return code instanceof WebAssembly.Module ? code : WebAssembly.compile(code);
}
