import { make } from "../../kit/dom.js";

/** @import { Content } from "../chapter.js" */

/** What there is to say, each with the chapter that shows it. @type {[string, string, string][]} */
const SENTENCES = [
  [
    "The learning rate is missing.",
    "A step is as long as it happens to be, and from 0.764 on it jumps across the valley.",
    "rate",
  ],
  [
    "The slope is taken twice.",
    "The output is a tanh already, so the slope is 1 − output². A gradient check finds this slip; it is not what makes the weights swing.",
    "slope",
  ],
  [
    "The four rows were never learned.",
    "Two outputs swing between about −0.33 and 0.33, and −0.49 and 0.49, where 0 is wanted; the best step was the ninth.",
    "rows",
  ],
  [
    "0.99995873 owes much to the question.",
    "In 1, 0, 0 only w₁ has a say, and w₁ is the one weight that came out well.",
    "tutorial",
  ],
  [
    "The column of ones is a bias.",
    "Without it the neuron can answer nothing but 0 to a row of zeros.",
    "bias",
  ],
];

/** @type {Content} */
export default {
  id: "tell",
  title: "What to say about that tutorial",
  text: [
    "Five things to say to whoever sends you that tutorial. Each link opens the chapter that shows it, " +
      "with its stage.",
  ],
  look: [["drawing", "curve"], "the whole stage: you can now say what each part of it does"],
  preset: "tutorial",
  trial() {
    const list = make(
      "ol",
      { className: "sentences" },
      ...SENTENCES.map(([claim, why, id]) =>
        make(
          "li",
          {},
          make("strong", {}, `${claim} `),
          `${why} `,
          make("a", { href: `#chapter-${id}`, textContent: "See it" }),
        ),
      ),
    );
    const print = make("button", { type: "button", textContent: "Print this page" });
    print.onclick = () => {
      const { classList } = document.documentElement;
      classList.add("sheet"); // this chapter alone
      addEventListener("afterprint", () => classList.remove("sheet"), { once: true });
      window.print();
    };
    return make(
      "div",
      {},
      list,
      make("p", {
        textContent:
          "Two changes put the tutorial right: the slope in one line, and a learning rate of 0.1. " +
          "And one neuron draws one straight line, whatever its rate: XOR takes a hidden layer.",
      }),
      print,
    );
  },
  see: [
    ["#python", "Change the Python"],
    ["#quality", "Train on other data, and test it on rows that were kept back"],
  ],
};
