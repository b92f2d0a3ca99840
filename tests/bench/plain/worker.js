import { loadPyodide } from "./pyodide/pyodide.mjs";

const tutorial = fetch("tutorial.py").then((response) => response.text());
const python = await loadPyodide({ packages: ["numpy"] });
python.runPython(await tutorial);
postMessage(python.runPython("f'{trained().answer([1, 0, 0])[0]:.8f}'"));

onmessage = async ({ data: { code, packages }, ports: [port] }) => {
  await python.loadPackage(packages);
  port.postMessage(python.runPython(code));
};
