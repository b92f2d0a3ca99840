// Makes a snapshot: Python's memory once it has imported NumPy and neuron_core and worked with them.
//   node bake.mjs PYODIDE NUMPY CORE OUT
// PYODIDE is the folder of the npm package; NUMPY and CORE are folders with the content of the two
// wheels. OUT is a folder that gets the memory and, in `files`, under the paths at which Python
// looks for them, libraries and sources. The facts that a page needs to restore it are printed, as JSON.

import fs from "node:fs";
import path from "node:path";
import process, { argv } from "node:process";
import { pathToFileURL } from "node:url";
import {
  checksum,
  heapStart,
  trainedBits,
  withLibraries,
} from "../../site/python/snapshot/runtime.js";

// Node would print the line of code, too, which has a million characters in Pyodide.
process.on("uncaughtException", ({ message }) => {
  console.error(message);
  process.exit(1);
});

const [PYODIDE, NUMPY, CORE, OUT] = argv.slice(2).map((folder) => path.resolve(folder));
const ofPyodide = (name) => import(pathToFileURL(path.join(PYODIDE, name)).href);
const { loadPyodide } = await ofPyodide("pyodide.mjs");
const { default: createPyodideModule } = await ofPyodide("pyodide.asm.mjs");

// Docstrings, asserts and the columns of tracebacks would be a third of the bytes. A fixed seed of
// hashes makes the memory of every build alike.
const SLIM = { PYTHONOPTIMIZE: "2", PYTHONNODEBUGRANGES: "1", PYTHONHASHSEED: "0" };
// Text for people who ask for help, which NumPy gives to its C functions one by one.
const DOCUMENTATION = /^numpy\/_core\/_add_newdocs(_scalars)?\.py$/;

/** The files of an unpacked wheel, by their paths in it. */
function filesOf(folder) {
  const names = fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return names.map((name) => [
    name.replaceAll("\\", "/"),
    fs.readFileSync(path.join(folder, name)),
  ]);
}

/** Starts Python with some files in its site-packages, and has it do what it will do on the page. */
async function pythonAtWork(files, options) {
  const python = await loadPyodide({
    env: SLIM,
    fsInit: async (FS, { sitePackages }) => {
      for (const [name, content] of files) {
        FS.mkdirTree(path.posix.dirname(`${sitePackages}/${name}`));
        FS.writeFile(`${sitePackages}/${name}`, content);
      }
    },
    ...options,
  });
  python.runPython("import numpy.random, _rest");
  compileWith(python, { asserts: true }); // for neuron_core, and whatever the reader writes
  python.runPython("import neuron_core.page.bridge as _; _.Bridge(); del _");
  return { python, bits: trainedBits(python) };
}

/** Whether Python compiles code with its asserts and docstrings; by the function of PEP 741. */
function compileWith({ _module: M }, { asserts }) {
  M._PyConfig_Set(M.stringToNewUTF8("optimization_level"), M._PyLong_FromLong(asserts ? 0 : 2));
}

/**
 * What a Python at work has imported, compiled: of the standard library as an archive, of the site-packages as files;
 * and the paths of NumPy's libraries in the order in which they were loaded.
 */
function imported(python) {
  compileWith(python, { asserts: false });
  return python
    .runPython(`
      import io, sys, zipfile
      from importlib.util import MAGIC_NUMBER
      from marshal import dumps
      from site import getsitepackages

      STANDARD, SITE = zipfile.__file__.removesuffix("/zipfile/__init__.py"), getsitepackages()[0] + "/"
      UNCHECKED = MAGIC_NUMBER + bytes([1]) + bytes(11)  # a .pyc that is never compared with a source
      modules = [(file, module) for module in sys.modules.values() if (file := getattr(module, "__file__", None))]
      code = {
          file + "c": UNCHECKED + dumps(module.__spec__.loader.get_code(module.__spec__.name))
          for file, module in modules if file.endswith(".py")
      }
      archive = io.BytesIO()
      with zipfile.ZipFile(archive, "w") as standard:
          for file, content in code.items():
              if file.startswith(STANDARD): standard.writestr(file.removeprefix(STANDARD + "/"), content)
      {
          "standard": STANDARD, "archive": archive.getvalue(),
          "site": SITE, "code": [(file.removeprefix(SITE), content) for file, content in code.items() if file.startswith(SITE)],
          "libraries": [file for file, _ in modules if file.endswith(".so")],
      }
    `)
    .toJs({ dict_converter: Object.fromEntries });
}

/**
 * Overwrites what has been freed with zeros: it means nothing any more, and would be shipped.
 *
 * Every object of Python is a chunk of the C library's heap (dlmalloc): the size of the chunk
 * before it if that is free, its own size with three flags, then its content. That of a free chunk
 * begins with links: 8 bytes or, from 256 bytes on, 24.
 */
function zeroFreed(M, heap) {
  const HEADER = 8,
    IN_USE = 2,
    FLAGS = 7,
    SMALL = 256;
  const end = M._sbrk(0);
  for (let chunk = heap, size; chunk < end; chunk += size) {
    const head = M.HEAPU32[(chunk + 4) >>> 2];
    size = head & ~FLAGS;
    if (size < 2 * HEADER || chunk + size > end)
      throw new Error(`not a heap as it should be: ${size} bytes at ${chunk}`);
    if (!(head & IN_USE)) M.HEAPU8.fill(0, chunk + HEADER + (size < SMALL ? 8 : 24), chunk + size);
  }
  M.HEAPU8.fill(0, M._emscripten_stack_get_end(), M._emscripten_stack_get_current() - 64);
}

const beside = (name) => fs.readFileSync(new URL(name, import.meta.url));
const numpy = new Map(
  filesOf(NUMPY).map(([name, content]) => [name, DOCUMENTATION.test(name) ? "" : content]),
);
const algebra = [...numpy.keys()].find((name) => /^numpy\/linalg\/_umath_linalg\..*so$/.test(name));
numpy.delete(algebra);
numpy.set("numpy/linalg/_umath_linalg.py", beside("_umath_linalg.py"));
const core = filesOf(CORE);
const rest = ["_rest.py", beside("_rest.py")];

// A first Python tells what is needed, and compiles it; a second one has only that, so that little has been allocated and
// freed again in its memory.
const needed = imported((await pythonAtWork([...numpy, ...core, rest])).python);
const standard = path.join(OUT, "standard.zip");
fs.writeFileSync(standard, needed.archive);
const inSite = (file) => file.slice(needed.site.length);
const compiled = needed.code.filter(([name]) => !core.some(([source]) => name === `${source}c`));
const inName = needed.libraries.map((file) => [inSite(file), ""]);
const libraries = needed.libraries.map((file) => ({
  path: file,
  module: new WebAssembly.Module(numpy.get(inSite(file))),
}));

let heap, fresh, layout;
const onFresh = (M, addresses) => {
  heap = heapStart(M);
  fresh = M.HEAPU8.slice();
  layout = { addresses: [...addresses], checksum: checksum(M, addresses) };
};
const { python, bits } = await pythonAtWork([...compiled, ...inName, ...core], {
  _makeSnapshot: true,
  stdLibURL: standard,
  createPyodideModule: withLibraries(createPyodideModule, libraries, onFresh),
});
fs.rmSync(standard);
python.runPython(`
  import gc, linecache, os, re, sys, zipimport
  for _name in ${JSON.stringify(Object.keys(SLIM))}: del os.environ[_name]
  sys.path_importer_cache.clear()
  zipimport._zip_directory_cache.clear()
  re.purge()
  linecache.clearcache()
  sys._clear_internal_caches()
  gc.collect()
  del gc, linecache, os, re, sys, zipimport, _name
`);
zeroFreed(python._module, heap);

// Pyodide's snapshot is a header of its own and the memory. Of that, the difference to what every
// start begins with is shipped, without the zeros at its end.
const snapshot = python.makeMemorySnapshot();
const begin = new Uint32Array(snapshot.buffer)[1];
const memory = snapshot.subarray(begin);
fresh.forEach((byte, at) => (memory[at] ^= byte));
const used = (memory.findLastIndex((byte) => byte) + 4) & ~3;

const write = (file, content) => {
  fs.mkdirSync(path.join(OUT, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(OUT, file), content);
};
write("memory", memory.subarray(0, used));
for (const file of needed.libraries) write(`files${file}`, numpy.get(inSite(file)));
for (const [name, content] of core) write(`files${needed.site}${name}`, content);
const header = [...snapshot.subarray(0, begin)];
const { libraries: paths, standard: archive } = needed;
console.log(
  JSON.stringify({
    ...layout,
    bits,
    size: memory.length,
    header,
    libraries: paths,
    standard: archive,
  }),
);
