/**
 * Files of this build as they arrive, and in plain words what is wrong with one that does not: no
 * host is trusted to send what the build made, or to call it by the right type.
 *
 * @typedef {{path: string, bytes: number, sha256: string}} Made A file as the build made it: where
 *   it is from the page's folder, its length, and the SHA-256 of its content in base64.
 */

import { count } from "../model/format.js";

/** What is wrong with a file. */
export class Fault extends Error {
  /**
   * @param {string} message Names the file.
   * @param {{mayPass?: boolean, mayBeCached?: boolean, directive?: string}} [signs] Whether another
   *   try may help; whether it may be so in the browser's cache alone; by which part of a policy it
   *   was refused.
   */
  constructor(message, { mayPass = false, mayBeCached = false, directive = "" } = {}) {
    super(message);
    this.mayPass = mayPass;
    this.mayBeCached = mayBeCached;
    this.directive = directive;
  }
}

/** @param {string} path */
export const nameOf = (path) => path.replace(/.*\//, "");

/**
 * What a server says of a file that it does not give.
 *
 * @param {string} name
 * @param {number} status
 */
export const notFetched = (name, status) =>
  `${name} could not be fetched: the server says ${status}.`;

/**
 * Asks for a file; the answer is there, and its content is yet to come.
 *
 * @param {Made} file
 * @param {URL} root
 * @param {RequestInit} [options]
 */
export async function answered(file, root, options) {
  const name = nameOf(file.path);
  const response = await fetch(new URL(file.path, root), options).catch(async () => {
    throw (await refusalOf(file, root)) ?? unanswered(name);
  });
  if (!response.ok) throw new Fault(notFetched(name, response.status), { mayPass: true });
  return response;
}

/**
 * Why a request may end without any answer: browsers do not tell.
 *
 * @param {string} name
 */
export function unanswered(name) {
  const isSandboxed = self.origin === "null";
  const why = isSandboxed
    ? "this frame is sandboxed, and its host does not send Access-Control-Allow-Origin: *"
    : "there is no network, or something on the way blocks it";
  return new Fault(`${name} could not be fetched: ${why}.`, { mayPass: !isSandboxed });
}

/**
 * The content of an answer, if it is what the build made.
 *
 * @param {Made} file
 * @param {Response} response
 * @param {(bytes: number) => void} [onPiece] Is told of each piece how long it is.
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function contentOf(file, { body }, onPiece) {
  const content = new Uint8Array(file.bytes);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
  let length = 0;
  try {
    for (let piece; !(piece = await reader.read()).done; length += piece.value.length) {
      onPiece?.(piece.value.length);
      content.set(
        piece.value.subarray(0, Math.max(0, file.bytes - length)),
        Math.min(length, file.bytes),
      );
    }
  } catch {
    const why = "the line was lost, or the host names a Content-Encoding that is not the file's";
    throw new Fault(`${nameOf(file.path)} broke off on its way: ${why}.`, {
      mayPass: true,
      mayBeCached: true,
    });
  }
  const difference =
    length === file.bytes
      ? await otherBytes(file, content)
      : inWords(file, content.subarray(0, length), length);
  if (difference) {
    throw new Fault(
      `${nameOf(file.path)} is not the file that the build made (${difference}): host it as it was built.`,
      { mayBeCached: true },
    );
  }
  return content;
}

/**
 * A file of this build. One that comes damaged may be so in the browser's cache alone: it is asked
 * for once more, past that.
 *
 * @template Result
 * @param {(options: RequestInit) => Promise<Result>} load
 */
export async function insisting(load) {
  try {
    return await load({});
  } catch (error) {
    if (!(error instanceof Fault) || !error.mayBeCached) throw error;
    return load({ cache: "reload" });
  }
}

/**
 * What keeps a script or a style sheet from being used, if that can be found out.
 *
 * @param {Made} file
 * @param {URL} root
 * @returns {Promise<Fault | undefined>}
 */
export async function faultOf(file, root) {
  const name = nameOf(file.path);
  const refusal = await refusalOf(file, root);
  if (refusal) return refusal;
  try {
    // Past the browser's cache, which would show for long what a host has mended since.
    const response = await answered(file, root, { cache: "reload" });
    const type = (response.headers.get("Content-Type") ?? "")
      .replace(/;.*/, "")
      .trim()
      .toLowerCase();
    const content = contentOf(file, response);
    const { types, needed } = USES[name.endsWith(".css") ? "css" : "js"];
    if (!types.test(type)) {
      await content.catch(() => {});
      const how = type ? `as ${type}` : "without a type";
      return new Fault(`${name} is sent ${how}, and browsers ${needed}.`);
    }
    await content;
  } catch (error) {
    const { message, directive } = /** @type {Fault} */ (error);
    if (!directive) return /** @type {Fault} */ (error);
    return new Fault(`${name} did not come. Why, the page may not ask: ${message}`, { directive });
  }
}

/** By their types, browsers decide what may be used as what. */
const USES = {
  css: { types: /^text\/css$/, needed: "apply it only as text/css" },
  js: {
    types: /^(text|application)\/(x-)?(java|ecma)script$/,
    needed: "run it only as text/javascript",
  },
};

/** @type {SecurityPolicyViolationEvent[]} What policies have refused in this page, or this worker. */
const refusals = [];
self.addEventListener("securitypolicyviolation", (event) => refusals.push(event));

/** Browsers tell of a refusal a little later than that there is no answer. In milliseconds. */
const A_MOMENT = 100;

/**
 * That a policy has refused a file, if one has.
 *
 * @param {Made} file
 * @param {URL} root
 */
async function refusalOf(file, root) {
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
  const { href } = new URL(file.path, root);
  const refusal = refusals.find(({ blockedURI }) => blockedURI === href);
  if (!refusal) return;
  const directive = refusal.effectiveDirective;
  return new Fault(
    `a policy of its host (${directive}) forbids ${nameOf(file.path)}: that directive has to allow 'self'.`,
    { directive },
  );
}

/**
 * @param {Made} file
 * @param {Uint8Array<ArrayBuffer>} content As long as it should be.
 */
async function otherBytes({ sha256 }, content) {
  if (!crypto.subtle) return ""; // only where the page came with http: its length is all that is known there
  const digest = await crypto.subtle.digest("SHA-256", content);
  return btoa(String.fromCharCode(...new Uint8Array(digest))) === sha256
    ? ""
    : "its bytes are others";
}

/**
 * How content of another length differs from what the build made.
 *
 * @param {Made} file
 * @param {Uint8Array} content Its begin.
 * @param {number} length
 */
function inWords({ bytes }, content, length) {
  const begin = new TextDecoder().decode(content.subarray(0, 40)).trimStart();
  if (begin.startsWith("version https://git-lfs"))
    return "it is a pointer into a store of large files, Git LFS";
  if (begin.startsWith("<")) return "it is a web page";
  const [has, made] = [length, bytes].map(count);
  return `it has ${has} bytes in place of ${made}`;
}
