import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { letCompile } from "../../site/python/compiling.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

// Arrays of a 64-bit Python, as they would stand in a memory of 32 bits: at an address of their own
// for each that owns its bytes.
const CODE = `
import json
import numpy as np
from neuron_core import Dataset, Experiment, Layer
from neuron_core.engine import compiled, lowering

owners, end = {}, 8

def address(array):
    global end
    owner = array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    if id(owner) not in owners:
        owners[id(owner)] = owner, end
        end += owner.nbytes + 8
    return owners[id(owner)][1] + array.ctypes.data - owner.ctypes.data

codes, calls = [], []

def call(*arguments):
    memory = [[at, owner.tobytes().hex()] for owner, at in owners.values()]
    calls.append({"arguments": arguments, "memory": memory})
    return 1

def compile(code):
    codes.append(code.hex())
    return call

random = np.random.default_rng(4)
inputs = random.normal(size=(23, 3))
experiment = Experiment(
    data=Dataset(inputs, np.abs(inputs[:, :2])),
    layers=(Layer(5, "relu"), Layer(20, "leaky-relu", bias=False), Layer(2, "linear")),
    optimiser="adam", regularisation="l1", regularisation_rate=0.001,
    learning_rate=0.01, batch_size=5, average=True, question=(0, 0, 0),
)
lowering.address = compiled.address = address
compiled.host.compile = compile
run = experiment.run()
batches = run._batches
passes = [batches._first.steps, batches._rest.steps]
batches._stretch = compiled.Stretch(passes, batches._given, batches.in_epoch)
kept = np.zeros((2, passes[0].parameters.size)), np.zeros((2, passes[0].memory.size))
batches.leap(3, [4, 29], kept)
by_numpy = []
for iteration in range(3, 36):
    batches._by_numpy(iteration, 1)
    if iteration in (6, 35):
        by_numpy.append([passes[0].parameters.tolist(), passes[0].memory.tolist()])
print(json.dumps({
    "code": codes[0], **calls[0], "wanted": by_numpy, "end": end,
    "kept": [address(table) for table in kept],
}))
`;

test("a training's steps are WebAssembly that comes to what NumPy comes to", () => {
  const env = { PYTHONPATH: ROOT, ...process.env };
  const python = process.env.PYTHON ?? "python3";
  const said = JSON.parse(
    execFileSync(python, ["-P", "-c", CODE], { cwd: ROOT, env, maxBuffer: 1e8 }).toString(),
  );
  const memory = new WebAssembly.Memory({ initial: Math.ceil(said.end / 65536) });
  const bytes = new Uint8Array(memory.buffer);
  for (const [at, content] of said.memory) bytes.set(Buffer.from(content, "hex"), at);
  /** @type {any} */
  const host = {};
  letCompile(
    /** @type {any} */ ({
      pyimport: () => ({ host }),
      _module: { LDSO: { loadedLibsByName: { __main__: { exports: { memory } } } } },
    }),
  );
  const run = host.compile({ toJs: () => Uint8Array.from(Buffer.from(said.code, "hex")) });
  assert.equal(run(...said.arguments), 2);
  for (const [stop, tables] of said.wanted.entries())
    for (const [table, wanted] of tables.entries()) {
      const found = new Float64Array(
        memory.buffer.slice(said.kept[table] + 8 * stop * wanted.length),
        0,
        wanted.length,
      );
      // A Python with a BLAS adds in another order.
      for (const [place, number] of wanted.entries())
        assert.ok(Math.abs(found[place] - number) <= 1e-10 * (1 + Math.abs(number)));
    }
});

test("where Python's symbols are others, NumPy is told why it goes on", () => {
  /** @type {any} */
  const host = {};
  letCompile(/** @type {any} */ ({ pyimport: () => ({ host }), _module: {} }));
  assert.equal(host.compile, undefined);
  assert.match(host.refusal, /loadedLibsByName/);
});
