/** The host's part of compiled trainings: see `neuron_core/engine/compiled.py`. */

/** @import { PyodideAPI } from "pyodide" */

/**
 * Lets neuron_core compile. What it makes works on Python's own memory, and calls those functions
 * of the C library that NumPy calls. Where it cannot be so, NumPy does it all, and Python knows why.
 *
 * @param {PyodideAPI & {_module?: any}} python
 */
export function letCompile(python) {
  const { host } = python.pyimport("neuron_core.engine.compiled");
  try {
    const env = python._module.LDSO.loadedLibsByName.__main__.exports;
    host.compile = (/** @type {{toJs(): Uint8Array<ArrayBuffer>}} */ code) =>
      new WebAssembly.Instance(new WebAssembly.Module(code.toJs()), { env }).exports.run;
  } catch (error) {
    host.refusal = /** @type {Error} */ (error).message;
  }
}
