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
 *
 * What a browser has thrown away is kept again at the next visit at which the host still has this
 * build. What is there is not asked for again, nor is what is on its way.
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
scope.addEventListener("message", (event) => event.waitUntil(answer(event.ports[0])));
scope.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([forgetOthers(), leaveSharedStore()])),
);
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.url.slice(scope.registration.scope.length).replace(/[?#].*/, "") || PAGE;
  const isOurs = request.url.startsWith(scope.registration.scope) && Object.hasOwn(FILES, path);
  if (request.method !== "GET" || !isOurs) return;
  if (NAMED_AFTER_CONTENT.test(path)) return event.respondWith(given(event, path));
  const response = fromHost(request, path);
  if (request.mode !== "navigate") return event.respondWith(response);
  const copy = response.then((page) => page.clone()); // before the browser reads it
  event.respondWith(copy.then(() => response));
  event.waitUntil(leaveIfGone());
  event.waitUntil(copy.then(keepAgain).catch(() => {}));
});

/**
 * Keeps what is not kept yet, one file after the other, since the page has first call on the line.
 * The page itself comes last: where it is kept, all that it needs is.
 *
 * @param {Response} [page] The page itself, where it has just come.
 */
async function keepAll(page) {
  const store = await caches.open(STORE);
  const isKept = (/** @type {string} */ path) => store.match(key(FILES[path]));
  for (const path of Object.keys(FILES))
    if (path !== PAGE && !(await isKept(path))) await keep(path);
  if (!(await isKept(PAGE))) await (page ? put(PAGE, page) : keep(PAGE));
}

/**
 * Keeps what a browser has thrown away, if the host still has this build: of another one, this
 * service worker would ask for files that are not there.
 *
 * @param {Response} page What a visit was answered with.
 */
async function keepAgain(page) {
  const isThisBuild = (await hashOf(await page.clone().arrayBuffer())) === FILES[PAGE];
  if (isThisBuild && !isMetered()) await keepAll(page);
}

/** Whether the reader pays for what is fetched, or says so. */
function isMetered() {
  return "connection" in navigator && /** @type {any} */ (navigator.connection).saveData;
}

/** Tells a page, once all is kept or cannot be, why it is not. @param {MessagePort} port */
async function answer(port) {
  const why = await keepAll().then(
    () => "",
    (error) => error.message,
  );
  port.postMessage(why);
}

/** @typedef {{response: Promise<Response>, keeping: Promise<void>}} Arrival */

/** @type {Map<string, Arrival>} The files that are on their way, for all who ask for them meanwhile. */
const arrivals = new Map();

/**
 * Has a file come and be kept. One that comes already is not asked for again.
 *
 * @param {string} path
 * @param {() => Promise<Response>} ask
 */
function arrival(path, ask) {
  const coming = arrivals.get(path);
  if (coming) return coming;
  const response = ask();
  const keeping = response.then((one) => put(path, one.clone()));
  const one = { response, keeping };
  const end = () => arrivals.get(path) === one && arrivals.delete(path);
  keeping.then(end, end);
  arrivals.set(path, one);
  return one;
}

/**
 * A kept file; one that is damaged or gone is fetched again, and kept again.
 *
 * @param {FetchEvent} event
 * @param {string} path
 */
async function given(event, path) {
  const { request } = event;
  const copy = await kept(path);
  if (copy) return copy;
  if (request.cache === "reload") arrivals.delete(path); // the page has found it damaged
  const { response, keeping } = arrival(path, () => fetch(request));
  event.waitUntil(keeping.catch(() => {}));
  return (await response).clone();
}

/** Fetches a file and keeps it. @param {string} path */
async function keep(path) {
  const ask = () => fetch(path, { cache: "no-cache", priority: "low" });
  const { response, keeping } = arrival(path, ask);
  await response.catch(() => {
    throw new Error(`${path} could not be fetched.`);
  });
  await keeping;
}

/**
 * Keeps a file. One that is not what this build lists, as when the host is being given a newer
 * build or adds to its pages, is an error: so is, then, the installation.
 *
 * @param {string} path
 * @param {Response} response
 */
async function put(path, response) {
  if (!response.ok)
    throw new Error(`${path} could not be fetched: the server says ${response.status}.`);
  const content = await response.arrayBuffer();
  if ((await hashOf(content)) !== FILES[path]) {
    throw new Error(
      `${path} is not the file that the build made: its host, or what brought it there, has changed it.`,
    );
  }
  const store = await caches.open(STORE);
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
