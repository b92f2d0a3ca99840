/** The copy of the page for visits without a network, and what is told of it. */

import { ROOT } from "../built/root.js";
import { write } from "../kit/dom.js";
import { notFetched } from "./arrival.js";

const SERVICE_WORKER = "service-worker.js";

/**
 * Has the browser keep the page, where it keeps things for a page at all, and says what came of it.
 *
 * @param {HTMLElement} place Where that is said.
 */
export async function keepForLater(place) {
  const refuse = (/** @type {string} */ why) =>
    write(place, `This page is not kept for visits without a network: ${why}`);
  const { serviceWorker } = navigator;
  if (!serviceWorker)
    return refuse(
      isSecureContext
        ? "this browser, or this window, keeps nothing."
        : "it came with http, not https.",
    );
  serviceWorker.addEventListener("message", ({ data }) => data?.notKept && refuse(data.notKept));
  serviceWorker.startMessages();
  const address = new URL(SERVICE_WORKER, ROOT);
  const answer = await fetch(address, { cache: "no-cache" }).catch(() => undefined); // without a network
  if (answer && !answer.ok) return refuse(notFetched(SERVICE_WORKER, answer.status));
  try {
    const registration = await serviceWorker.register(address);
    if (!registration.installing) await registration.update().catch(() => {});
    const arriving = registration.installing;
    if (arriving && (await ending(arriving)) === "redundant") return; // why, it has said itself
    const why = await lackOf(registration.waiting ?? registration.active);
    if (why) return refuse(why);
    const isForGood = await navigator.storage?.persisted?.().catch(() => false);
    write(
      place,
      `This page is kept on this machine and opens without a network${isForGood ? "" : ", until the browser needs the room"}.`,
    );
  } catch (error) {
    refuse(reasonOf(/** @type {Error} */ (error)));
  }
}

/**
 * How an installation ends: "redundant" if it fails.
 *
 * @param {ServiceWorker} worker
 * @returns {Promise<ServiceWorkerState>}
 */
function ending(worker) {
  return new Promise((resolve) => {
    const look = () => worker.state === "installing" || resolve(worker.state);
    worker.addEventListener("statechange", look);
    look();
  });
}

/**
 * Why not all is kept, if so: a browser may have thrown away what was.
 *
 * @param {ServiceWorker | null} worker
 * @returns {Promise<string>}
 */
function lackOf(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker?.postMessage("Is all kept?", [port2]);
  });
}

/** @param {Error} error Why a service worker was not registered. */
function reasonOf({ name, message }) {
  if (self.origin === "null") return "in a sandboxed frame nothing can be kept.";
  if (name === "SecurityError") return `${SERVICE_WORKER} is refused (${message})`;
  return `${SERVICE_WORKER} could not be used (${message})`;
}
