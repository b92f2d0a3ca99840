/** The page that ours is held against: Python in a worker that trains the tutorial's neuron. */

const status = document.querySelector("[role=status]");
let worker;

/** Starts Python in a new worker, in place of the last one, and trains. */
globalThis.start = () => {
  worker?.terminate();
  status.textContent = "Python is on its way.";
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) =>
    (status.textContent = `10,000 iterations done; the answer is ${data}`);
};

/** What a piece of Python gives, in the same worker. */
globalThis.python = (code, packages = []) => {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ code, packages }, [port2]);
  return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
};

globalThis.start();
