/** Opens the page, or says why it could not: none of its modules is sure to arrive, or to run. */

try {
  const { open } = await import("./page.js");
  await open();
} catch (error) {
  const status = document.querySelector("#status");
  const reason = error instanceof Error ? error.message : String(error);
  if (status) status.textContent = `The page could not be opened: ${reason} Please load it again.`;
  throw error;
}

export {};
