/** Opens the page, or says why it could not: none of its modules is sure to arrive, or to run. */

import { isPolite, seen } from "./manners.js";

try {
  await seen;
  const { Client } = await import("./lab/client.js");
  const client = new Client();
  const needed = /** @type {HTMLTemplateElement} */ (document.querySelector("#needed"));
  document.head.append(needed.content); // so that none waits for another
  const { open } = await import("./page.js");
  if (!isPolite) client.prepare(); // only now: it takes every core, and the page's own modules need one
  await open(client);
} catch (error) {
  const status = document.querySelector("#status");
  const reason = error instanceof Error ? error.message : String(error);
  if (status) status.textContent = `The page could not be opened: ${reason} Please load it again.`;
  throw error;
}
