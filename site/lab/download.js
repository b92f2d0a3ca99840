/** Brings the runtime's big files, all at once, and counts their bytes as they come. */

/**
 * Begins to fetch every file that the folder's `files.json` lists, and answers later requests for
 * them, which Pyodide makes one after the other, with what is on its way already.
 *
 * @param {URL} folder
 * @param {(received: number, total: number) => void} onBytes
 * @returns {Promise<{failure: Promise<never>}>} `failure` rejects when a file cannot be had.
 */
export async function fetchAhead(folder, onBytes) {
  const plainFetch = self.fetch.bind(self);
  const listing = await arrived(plainFetch(new URL("files.json", folder)), "files.json");
  /** @type {{name: string, bytes: number, integrity: string}[]} */
  const files = await listing.json();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let received = 0;

  const ahead = new Map(
    files.map(({ name, integrity }) => {
      const address = new URL(name, folder).href;
      // A browser holds a response back until its hash is checked. Wheels are unpacked whole, as
      // Pyodide would have them checked; WebAssembly is compiled while it comes.
      const options = name.endsWith(".whl") ? { integrity } : {};
      const response = arrived(plainFetch(address, options), name).then((whole) =>
        counted(whole, (bytes) => onBytes((received += bytes), total)),
      );
      return [address, response];
    }),
  );
  self.fetch = (input, options) => {
    const address = new URL(input instanceof Request ? input.url : input, self.location.href).href;
    const response = ahead.get(address);
    ahead.delete(address); // a body can be read once
    return response ?? plainFetch(input, options);
  };
  /** @type {Promise<never>} */
  const failure = new Promise((_, reject) => {
    for (const response of ahead.values()) response.catch(reject);
  });
  return { failure };
}

/**
 * What a request is answered with; where it fails, the error names the file.
 *
 * @param {Promise<Response>} request
 * @param {string} name
 */
export async function arrived(request, name) {
  const response = await request.catch((reason) => {
    throw new Error(`${name} could not be fetched: ${reason.message}.`);
  });
  if (!response.ok) throw new Error(`${name} could not be fetched: the server says ${response.status}.`);
  return response;
}

/**
 * @param {Response} response
 * @param {(bytes: number) => void} onBytes
 */
function counted(response, onBytes) {
  const transformer = {
    /**
     * @param {Uint8Array} chunk
     * @param {TransformStreamDefaultController<Uint8Array>} controller
     */
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  };
  // What nobody reads yet is kept: otherwise a file would wait for Pyodide to ask for it.
  const count = new TransformStream(transformer, undefined, { highWaterMark: Infinity });
  const { headers, status, statusText } = response;
  return new Response(response.body?.pipeThrough(count), { headers, status, statusText });
}
