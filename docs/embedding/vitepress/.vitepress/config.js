export default {
  title: "A neuron in VitePress",
  head: [["script", { type: "module", src: "https://example.org/neuron/one-neuron.js" }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "one-neuron" } } },
};
