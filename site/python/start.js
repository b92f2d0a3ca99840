/** Python's start, as far as it is the same for a restored one and one that starts the plain way. */

import { faultOf } from "../arrival/arrival.js";
import { addressOf, made } from "../arrival/files.js";
import { ROOT } from "../built/root.js";

/**
 * @typedef {(module: WebAssembly.Module, instance: WebAssembly.Instance, imports: WebAssembly.Imports) => void} OnInstance
 *   Called when a module has come to life, the runtime or a library, and nothing has run in it yet.
 */

const SCRIPT = "pyodide.asm.js";

/** @type {Promise<{default: (settings: any) => Promise<any>}> | undefined} */
let script;

/**
 * Emscripten's start of the runtime, which `loadPyodide` calls. Left to itself, Pyodide would ask
 * for a file whose name ends in `.mjs`, a type that many hosts do not know.
 */
export async function createPyodideModule() {
  script ??= import(addressOf(SCRIPT));
  try {
    return (await script).default;
  } catch (error) {
    throw (await faultOf(made(SCRIPT), ROOT)) ?? error;
  }
}
createPyodideModule().catch(() => {}); // on its way before it is needed, and told where it is

/**
 * Has Pyodide start with a runtime that is compiled already. Left to itself, Pyodide would wait
 * for ever where the runtime cannot be had.
 *
 * @template Result
 * @param {WebAssembly.Module} runtime
 * @param {typeof fetch} answer What Pyodide's requests are answered with meanwhile.
 * @param {() => Promise<Result>} start
 * @param {OnInstance} [onInstance]
 */
export async function startedWith(runtime, answer, start, onInstance = () => {}) {
  const { fetch } = self;
  const { instantiateStreaming, Instance } = WebAssembly;
  /** @type {(error: unknown) => void} */
  let fail;
  const failed = new Promise((_, reject) => (fail = reject));
  self.fetch = answer;
  WebAssembly.instantiateStreaming = async (_, imports) => {
    try {
      const instance = await WebAssembly.instantiate(runtime, imports);
      onInstance(runtime, instance, imports ?? {});
      return { module: runtime, instance };
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  WebAssembly.Instance = new Proxy(Instance, {
    construct(_, [module, imports = {}]) {
      const instance = new Instance(module, imports);
      onInstance(module, instance, imports);
      return instance;
    },
  });
  try {
    return /** @type {Result} */ (await Promise.race([start(), failed]));
  } finally {
    Object.assign(self, { fetch });
    Object.assign(WebAssembly, { instantiateStreaming, Instance });
  }
}
