import { loadPyodide } from "./pyodide/pyodide.mjs";

const tutorial = fetch("tutorial.py").then((response) => response.text());
const python = await loadPyodide({ packages: ["numpy"] });
python.runPython(await tutorial);
postMessage(python.runPython("f'{trained().answer([1, 0, 0])[0]:.8f}'"));

globalThis.onmessage = async ({ data: { code, packages }, ports: [port] }) => {
  await python.loadPackage(packages);
  if (packages.includes("neuron-core")) {
    const { letCompile } = await import("./python/compiling.js");
    letCompile(python);
  }
  port.postMessage(python.runPython(code));
};
