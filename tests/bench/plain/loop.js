/**
 * A network of tanh neurons, trained by a plain loop over numbers: what JavaScript itself can do.
 * It belongs to the measurements alone; the page has no network of its own.
 */

/** The slope from the output: the derivative, and what the tutorial takes. */
const SLOPES = {
  exact: (output) => 1 - output * output,
  tutorial: (output) => 1 - Math.tanh(output) ** 2,
};

/**
 * @param {number[]} widths of the inputs and of each layer
 * @param {number[][]} weights of each layer, input by input and then, with a bias, the biases
 * @param {{bias: boolean, slope: keyof typeof SLOPES, rate: number}} rules
 * @param {Float64Array[]} inputs row by row
 * @param {Float64Array[]} targets
 * @param {number} batch rows in a step, dealt in their order
 * @param {number} epochs
 */
export function train(widths, weights, { bias, slope, rate }, inputs, targets, batch, epochs) {
  const slopeOf = SLOPES[slope];
  const layers = weights.map((start, at) => ({
    from: widths[at],
    units: widths[at + 1],
    weights: Float64Array.from(start),
    adjustments: new Float64Array(start.length),
    outputs: new Float64Array(widths[at + 1]),
    deltas: new Float64Array(widths[at + 1]),
  }));
  const last = layers.at(-1);

  function forward(row) {
    for (const { from, units, weights, outputs } of layers) {
      for (let unit = 0; unit < units; unit++) {
        let sum = bias ? weights[from * units + unit] : 0;
        for (let input = 0; input < from; input++)
          sum += row[input] * weights[input * units + unit];
        outputs[unit] = Math.tanh(sum);
      }
      row = outputs;
    }
  }

  function backward(row, target) {
    for (let unit = 0; unit < last.units; unit++)
      last.deltas[unit] = target[unit] - last.outputs[unit];
    for (let at = layers.length - 1; at >= 0; at--) {
      const { from, units, weights, adjustments, outputs, deltas } = layers[at];
      const below = layers[at - 1];
      const fed = below?.outputs ?? row;
      for (let unit = 0; unit < units; unit++) {
        deltas[unit] *= slopeOf(outputs[unit]);
        if (bias) adjustments[from * units + unit] += deltas[unit];
      }
      for (let input = 0; input < from; input++) {
        let back = 0;
        for (let unit = 0; unit < units; unit++) {
          adjustments[input * units + unit] += fed[input] * deltas[unit];
          back += weights[input * units + unit] * deltas[unit];
        }
        if (below) below.deltas[input] = back;
      }
    }
  }

  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let start = 0; start < inputs.length; start += batch) {
      for (let row = start; row < Math.min(start + batch, inputs.length); row++) {
        forward(inputs[row]);
        backward(inputs[row], targets[row]);
      }
      for (const { weights, adjustments } of layers) {
        for (let at = 0; at < weights.length; at++) weights[at] += rate * adjustments[at];
        adjustments.fill(0);
      }
    }
  }
  return layers.map(({ weights }) => [...weights]);
}
