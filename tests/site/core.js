/** What neuron_core says, for tests that need no Python that goes on: see `stand-in.js` for one that does. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Recording } from "../../site/model/recording.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CODE = `
import json
from neuron_core.page.catalogue import catalogue
from neuron_core.page.bridge import Bridge
bridge = Bridge()
numbers = bridge.record().astype(float).ravel().tolist()
said = {"catalogue": catalogue(), "description": bridge.describe(), "numbers": numbers}
print(json.dumps(said).replace("NaN", "null"))
`;

const said = execFileSync(process.env.PYTHON ?? "python3", ["-P", "-c", CODE], {
  cwd: ROOT,
  env: { ...process.env, PYTHONPATH: ROOT },
  maxBuffer: 1e8,
});
const { catalogue, description, numbers } = JSON.parse(said);

export { catalogue };

/** The recorded run as the page has it, of its own for each test. */
export const recording = () =>
  new Recording(
    structuredClone(description),
    Float64Array.from(numbers, (number) => number ?? NaN),
  );
