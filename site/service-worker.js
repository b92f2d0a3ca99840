/**
 * Keeps the whole page, for later visits and for none of the network.
 *
 * A file is kept under the hash of its content and given out only while it still has that hash.
 * A new build is a new service worker with another list. It fetches what is new beside what is
 * there, and takes over when the last page of the old build is closed: a page is never made of two.
 */

/** @type {ServiceWorkerGlobalScope} */
// @ts-expect-error A page's types and a service worker's both call it something else.
const scope = self;

/** @type {Record<string, string>} Each file of the page, with the SHA-256 of its content in base64. */
const FILES = JSON.parse(`{}`); // build: the files

/** All builds share it: what did not change is not fetched again. */
const STORE = "neuron";

scope.addEventListener("install", (event) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
scope.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const path = address.href.slice(scope.registration.scope.length).replace(/[?#].*/, "") || "index.html";
  const ours = address.href.startsWith(scope.registration.scope) && Object.hasOwn(FILES, path);
  if (event.request.method === "GET" && ours) event.respondWith(given(path));
});

async function keepAll() {
  const store = await caches.open(STORE);
  const kept = await hashes(store);
  const missing = Object.keys(FILES).filter((path) => !kept.has(FILES[path]));
  await Promise.all(missing.map((path) => keep(store, path)));
}

/**
 * Fetches a file and keeps it. One that is not what this build lists, as when the host is being
 * given a newer build, is an error: so is, then, the installation, and the browser tries it again.
 *
 * @param {Cache} store
 * @param {string} path
 */
async function keep(store, path) {
  const response = await fetch(path, { integrity: `sha256-${FILES[path]}`, cache: "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await store.put(key(FILES[path]), response.clone());
  return response;
}

async function forgetOthers() {
  const store = await caches.open(STORE);
  const listed = new Set(Object.values(FILES));
  for (const hash of await hashes(store)) if (!listed.has(hash)) await store.delete(key(hash));
}

/**
 * A kept file, or one fetched again if it is damaged or gone.
 *
 * @param {string} path
 */
async function given(path) {
  const store = await caches.open(STORE);
  const response = await store.match(key(FILES[path]));
  if (response && (await hashOf(response.clone())) === FILES[path]) return response;
  return keep(store, path).catch(() => fetch(path));
}

/** @param {string} hash */
const key = (hash) => new URL(`kept?${encodeURIComponent(hash)}`, scope.registration.scope).href;

/** @param {Cache} store */
async function hashes(store) {
  const requests = await store.keys();
  return new Set(requests.map(({ url }) => decodeURIComponent(new URL(url).search.slice(1))));
}

/** @param {Response} response */
async function hashOf(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
