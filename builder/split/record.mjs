// Tells which functions of the runtime and of its libraries a start and a first training call.
//   node record.mjs PYODIDE STATE
// PYODIDE is the folder of the npm package with an instrumented runtime. STATE has the facts of a
// snapshot, its memory, and below `files` its surroundings with instrumented libraries. Printed is, as JSON, for the
// runtime and for each library in the order in which they are loaded, which functions were called.

import fs from "node:fs";
import path from "node:path";
import process, { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { letCompile } from "../../site/python/compiling.js";
import {
  filled,
  heapStart,
  trainedBits,
  withLibraries,
} from "../../site/python/snapshot/runtime.js";

// Node would print the line of code, too, which has a million characters in Pyodide.
process.on("uncaughtException", ({ message }) => {
  console.error(message);
  process.exit(1);
});

const [PYODIDE, STATE] = argv.slice(2).map((folder) => path.resolve(folder));
const ofPyodide = (name) => import(pathToFileURL(path.join(PYODIDE, name)).href);
const state = (name) => fs.readFileSync(path.join(STATE, name));

/** Of each module that has come to life, the table in which its functions leave marks. */
const marks = [];
const { instantiate, Instance } = WebAssembly;
WebAssembly.instantiate = async (source, imports) => {
  const result = await instantiate(source, imports);
  watch(result.instance ?? result);
  return result;
};
WebAssembly.Instance = new Proxy(Instance, {
  construct: (_, given) => watch(new Instance(...given)),
});

/** Fills the table, so that a function that is called has something to clear. */
function watch(instance) {
  const { exports } = instance;
  if (exports.marks) {
    const any = Object.values(exports).find((one) => typeof one === "function");
    for (let at = 0; at < exports.marks.length; at++) exports.marks.set(at, any);
    marks.push(exports.marks);
  }
  return instance;
}

const { loadPyodide } = await ofPyodide("pyodide.mjs");
const { default: createPyodideModule } = await ofPyodide("pyodide.asm.mjs");
const facts = JSON.parse(state("facts.json"));
const libraries = facts.libraries.map((file) => ({
  path: file,
  module: new WebAssembly.Module(state(`files${file}`)),
}));
let fresh;
const create = withLibraries(
  createPyodideModule,
  libraries,
  (M) => (fresh = M.HEAPU8.slice(0, heapStart(M))),
  Uint32Array.from(facts.addresses),
);
const python = await loadPyodide({
  lockFileContents: { info: facts.lock, packages: {} },
  createPyodideModule: async (settings) =>
    filled(await create(settings), fresh, new Uint8Array(state("memory")), facts.size),
  _loadSnapshot: Uint8Array.from(facts.header),
});

// What follows is what `site/python/` does: restore.js, then worker.js.
const files = fs.readdirSync(path.join(STATE, "files"), { recursive: true });
for (const file of files.filter((name) => /neuron_core.*\.\w+$/.test(name))) {
  python.FS.mkdirTree(`/${path.posix.dirname(file)}`);
  python.FS.writeFile(`/${file}`, new Uint8Array(state(`files/${file}`)));
}
python.registerJsModule("_archives", { fetch: () => {} });
python.runPython("import random, numpy; random.seed(); numpy.random.seed(); del random, numpy");
if (trainedBits(python) !== facts.bits) throw new Error("a training gives other bits.");
python.setInterruptBuffer(new Int32Array(1));
letCompile(python);
const json = python.pyimport("json");
const bridge = python.pyimport("neuron_core.page.bridge").Bridge();
const inside = (value) => json.loads(JSON.stringify(value ?? null));
const outside = (value) => {
  if (!(value instanceof python.ffi.PyProxy)) return value;
  const copy = value.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  value.destroy();
  return copy;
};
const ask = (...about) => outside(bridge.ask(...about.map((one, at) => (at ? inside(one) : one))));
const queries = outside(bridge.queries);
ask("versions");
const { experiment } = outside(bridge.describe());
outside(bridge.open(inside({ preset: experiment.preset ?? "tutorial" })));
outside(bridge.open(inside(experiment)));
outside(bridge.open(inside({ ...experiment, data: null, seed: 2 }))); // as a changed field does
outside(bridge.open(inside(experiment)));
// What stands beside the stage asks at the start, after a step and as soon as a training is done, or
// of the chapter that is open.
const ABOUT = {
  answer: [[1, 0, 0]],
  course: [experiment],
  frames: [[0, 9]],
  goal: [""],
  picture: [16],
  plane_table: [0],
  surface: [0, 1],
};
/** What readers come to later. */
const LATER = ["export", "exports", "layer_space"];
function askAll() {
  for (const query of queries) if (!LATER.includes(query)) ask(query, ...(ABOUT[query] ?? []));
  ask("ledger", 0);
}
askAll();
for (const until of [1, 100, 10_000]) {
  while (!bridge.train(until, 10)) outside(bridge.update(16)); // step by step, then compiled
  askAll();
}
outside(bridge.update(0));
for (const iteration of [5, 9_999, 10_000])
  if (iteration < bridge.iteration) bridge.goto(iteration);
  else while (!bridge.travel(iteration, 10));
for (const [name, bad] of Object.entries({ seed: -1, learning_rate: -3, epochs: 1e308 })) {
  try {
    outside(bridge.open(inside({ ...experiment, [name]: bad })));
  } catch {
    python.runPython("import sys; str(sys.last_value)");
  }
}
// Garbage is collected whenever it is time, and asks every object what it refers to.
python.runPython("import gc; [gc.collect(generation) for generation in (0, 1, 2)]; del gc");

const called = (table) =>
  Array.from({ length: table.length }, (_, at) => at).filter((at) => table.get(at) === null);
console.log(JSON.stringify(marks.map(called)));
