/**
 * Keeps the whole page, for visits without a network.
 *
 * Files whose names change with their content, in `code/` and `files/`, are kept under the hash of
 * that content and given out only while they still have it: a page gets those that it names, of its
 * own build or none. All others, the page itself first, are the host's as long as it answers: so
 * another build is seen at once, and so is another project where this page has been before.
 *
 * A new build is a new service worker with another list. It keeps what is new beside what is there,
 * and takes over when the last page of the old build is closed.
 */

/** @type {ServiceWorkerGlobalScope} */
// @ts-expect-error A page's types and a service worker's both call it something else.
const scope = self;

/** @type {Record<string, string>} Each file of the page, with the SHA-256 of its content in base64. */
const FILES = JSON.parse(`{}`); // build: the files

const PAGE = "index.html";
const NAMED_AFTER_CONTENT = /^(code|files)\//;

/** One for each folder that the page is in; all builds that are put there share it. */
const STORE = `one-neuron ${scope.registration.scope}`;

/** The store that earlier builds in all folders of an origin had in common. */
const SHARED_STORE = "neuron";

/** In milliseconds: a host that has not answered by then is one that is not there. */
const PATIENCE = 5000;

/** What each file is, whatever its host calls it. @type {Record<string, string>} */
const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
};

scope.addEventListener("install", (event) => event.waitUntil(keepAll().catch(tell)));
scope.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([forgetOthers(), leaveSharedStore()])),
);
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.url.slice(scope.registration.scope.length).replace(/[?#].*/, "") || PAGE;
  const isOurs = request.url.startsWith(scope.registration.scope) && Object.hasOwn(FILES, path);
  if (request.method !== "GET" || !isOurs) return;
  if (NAMED_AFTER_CONTENT.test(path)) return event.respondWith(given(event, path));
  event.respondWith(fromHost(request, path));
  if (request.mode === "navigate") event.waitUntil(leaveIfGone());
});

async function keepAll() {
  const store = await caches.open(STORE);
  const there = await hashes(store);
  const missing = Object.keys(FILES).filter((path) => !there.has(FILES[path]));
  await Promise.all(missing.map((path) => keep(store, path)));
}

/**
 * A kept file; one that is damaged or gone is fetched again, and kept again.
 *
 * @param {FetchEvent} event
 * @param {string} path
 */
async function given(event, path) {
  const copy = await kept(path);
  if (copy) return copy;
  const response = await fetch(event.request);
  const clone = response.clone();
  const keepAgain = async () => put(await caches.open(STORE), path, clone);
  if (response.ok) event.waitUntil(keepAgain().catch(() => {}));
  return response;
}

/**
 * Fetches a file and keeps it.
 *
 * @param {Cache} store
 * @param {string} path
 */
async function keep(store, path) {
  const response = await fetch(path, { cache: "no-cache" }).catch(() => {
    throw new Error(`${path} could not be fetched.`);
  });
  if (!response.ok)
    throw new Error(`${path} could not be fetched: the server says ${response.status}.`);
  await put(store, path, response);
}

/**
 * Keeps a file. One that is not what this build lists, as when the host is being given a newer
 * build or adds to its pages, is an error: so is, then, the installation.
 *
 * @param {Cache} store
 * @param {string} path
 * @param {Response} response
 */
async function put(store, path, response) {
  const content = await response.arrayBuffer();
  if ((await hashOf(content)) !== FILES[path]) {
    throw new Error(
      `${path} is not the file that the build made: its host, or what brought it there, has changed it.`,
    );
  }
  await store.put(key(FILES[path]), copyOf(path, content, response.headers));
}

/**
 * A response of our own: browsers accept none as the page that has been redirected.
 *
 * @param {string} path
 * @param {ArrayBuffer} content
 * @param {Headers} sent Its host's policies hold for the copy as well.
 */
function copyOf(path, content, sent) {
  const headers = new Headers(sent);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("Content-Type", TYPES[path.replace(/.*\./, "")] ?? "application/octet-stream");
  return new Response(content, { headers });
}

/** Says in the open pages why this build is not kept. @param {Error} error */
async function tell(error) {
  const pages = await scope.clients.matchAll({ includeUncontrolled: true });
  for (const page of pages) {
    if (page.url.startsWith(scope.registration.scope)) page.postMessage({ notKept: error.message });
  }
  throw error;
}

/** @param {string} path */
async function kept(path) {
  const store = await caches.open(STORE);
  const copy = await store.match(key(FILES[path]));
  if (!copy) return;
  if ((await hashOf(await copy.clone().arrayBuffer())) === FILES[path]) return copy;
  await store.delete(key(FILES[path]));
}

/**
 * What the host answers; where it does not, and only there, what is kept.
 *
 * @param {Request} request
 * @param {string} path
 */
async function fromHost(request, path) {
  const answer = fetch(request, { cache: "no-cache" }); // some hosts have their pages cached for years
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const response = await Promise.race([answer, late]).catch(() => undefined);
  if (response && response.status < 500) return response;
  return (await kept(path)) ?? answer;
}

/** Where the host has no such service worker any more, or another one, this one takes itself away. */
async function leaveIfGone() {
  const response = await fetch(scope.location.href, { cache: "no-store" }).catch(() => undefined);
  if (!response || response.status >= 500) return;
  if (response.ok && (await response.text()).includes(MARK)) return;
  await scope.registration.unregister();
  await caches.delete(STORE);
}

/** By which every build of this service worker is known. */
const MARK = "the service worker of One neuron";

async function forgetOthers() {
  const store = await caches.open(STORE);
  const listed = new Set(Object.values(FILES));
  for (const hash of await hashes(store)) if (!listed.has(hash)) await store.delete(key(hash));
}

/** Takes what an earlier build in this folder kept there: another folder's may be in it, too. */
async function leaveSharedStore() {
  if (!(await caches.has(SHARED_STORE))) return;
  const store = await caches.open(SHARED_STORE);
  const begin = new URL("kept?", scope.registration.scope).href;
  for (const request of await store.keys())
    if (request.url.startsWith(begin)) await store.delete(request);
  if (!(await store.keys()).length) await caches.delete(SHARED_STORE);
}

/** @param {string} hash */
const key = (hash) => new URL(`kept?${encodeURIComponent(hash)}`, scope.registration.scope).href;

/** @param {Cache} store */
async function hashes(store) {
  const requests = await store.keys();
  return new Set(requests.map(({ url }) => decodeURIComponent(new URL(url).search.slice(1))));
}

/** @param {ArrayBuffer} content */
async function hashOf(content) {
  const digest = await crypto.subtle.digest("SHA-256", content);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
