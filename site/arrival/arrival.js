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
   * @param {{mayPass?: boolean, mayBeCached?: boolean}} [signs] Whether another try may help; whether it
   *   may be so in the browser's cache alone.
   */
  constructor(message, { mayPass = false, mayBeCached = false } = {}) {
    super(message);
    this.mayPass = mayPass;
    this.mayBeCached = mayBeCached;
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
export async function answered({ path }, root, options) {
  const response = await fetch(new URL(path, root), options).catch(() => {
    throw new Fault(`${nameOf(path)} could not be fetched: ${unreachable()}.`, {
      mayPass: self.origin !== "null",
    });
  });
  if (!response.ok) {
    throw new Fault(notFetched(nameOf(path), response.status), { mayPass: true });
  }
  return response;
}

/** Why a request may end without any answer: browsers do not tell. */
function unreachable() {
  return self.origin === "null"
    ? "this frame is sandboxed, and its host does not send Access-Control-Allow-Origin: *"
    : "there is no network, or something on the way blocks it";
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
 * What keeps a script from running, if that can be found out.
 *
 * @param {Made} file
 * @param {URL} root
 * @returns {Promise<Fault | undefined>}
 */
export async function faultOfScript(file, root) {
  try {
    const response = await answered(file, root);
    const type = (response.headers.get("Content-Type") ?? "")
      .replace(/;.*/, "")
      .trim()
      .toLowerCase();
    const content = contentOf(file, response);
    if (!SCRIPT_TYPES.test(type)) {
      await content.catch(() => {});
      const how = type ? `as ${type}` : "without a type";
      const needed = `${nameOf(file.path)} is sent ${how}, and browsers run it only as text/javascript.`;
      return new Fault(needed);
    }
    await content;
  } catch (error) {
    return /** @type {Fault} */ (error);
  }
  const refused = refusals.find(({ blockedURI }) => blockedURI === new URL(file.path, root).href);
  return (
    refused &&
    new Fault(`a policy of its host (${refused.effectiveDirective}) forbids ${nameOf(file.path)}.`)
  );
}

const SCRIPT_TYPES = /^(text|application)\/(x-)?(java|ecma)script$/;

/** @type {SecurityPolicyViolationEvent[]} What policies have refused in this page. */
const refusals = [];
if (typeof document === "object") {
  document.addEventListener("securitypolicyviolation", (event) => refusals.push(event));
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
