/**
 * A module in two parts (`builder/split`). In the place of what the first does not hold are stubs,
 * which call through a table of their own. Where that is not filled yet, its first entry is called,
 * which brings the rest in the middle of the call.
 */

/** What the build calls the table, and the section that names the file of the rest. */
const LINK = "rest";

/** `(module (import "e" "f" (func)) (export "f" (func 0)))`: a table takes only what WebAssembly exports. */
const PASS_ON = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0],
);

/**
 * Prepares a module that has come to life for the first call of what it does not hold. Returns the
 * name of the file that holds the rest, if there is one.
 *
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Instance} instance
 * @param {WebAssembly.Imports} imports What it was given.
 * @param {(name: string) => WebAssembly.Module} restOf Gives the rest, at once.
 */
export function link(module, { exports }, imports, restOf) {
  const [section] = WebAssembly.Module.customSections(module, LINK);
  if (!section) return;
  const name = new TextDecoder().decode(section);
  const table = /** @type {WebAssembly.Table} */ (exports[LINK]);
  const first = new Proxy({}, { get: (_, place) => table.get(Number(place)) });
  const bring = () => {
    new WebAssembly.Instance(restOf(name), { ...imports, first, own: exports });
  };
  const passOn = new WebAssembly.Instance(new WebAssembly.Module(PASS_ON), { e: { f: bring } });
  table.set(0, passOn.exports.f);
  return name;
}
