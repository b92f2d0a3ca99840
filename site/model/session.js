/** What the page is about: one experiment, the iteration that is looked at, and Python's state. */

import { batch, computed } from "@preact/signals-core";
import { proxy } from "comlink";
import { KeptFiles } from "./csv-replay.js";
import { Exchange, failed } from "./exchange.js";
import { Frame, neurons } from "./frame.js";
import { Stopped } from "./interruption.js";
import { observe, until } from "./observed.js";
import { Losses } from "./recording.js";
import { followed, isArriving } from "./runtime.js";

/**
 * @import { Activation, Catalogue, Description, Experiment, Rows } from "./frame.js"
 * @import { Client } from "../python/client.js"
 * @import { Recording } from "./recording.js"
 * @import { FileUse, Reading, Update } from "../python/worker.js"
 * @import { Problem } from "../python/queries.js"
 * @import { Speed } from "./pace.js"
 * @import { Runtime } from "./runtime.js"
 */

/**
 * Controls call its methods; views read its properties in an effect, and so draw what it holds
 * whenever that has changed. Until Python is there it shows the recording, and keeps what the reader
 * asks of Python until then.
 */
export class Session {
  #client;
  #exchange;
  #files = new KeptFiles();
  /** @type {Map<object, number>} Who watches the plane, and with how many points along a side. */
  #watchers = new Map();
  /** Whether the run is the recorded one: shown as it was recorded, or trained here once more. */
  #isRecordedRun = computed(() => {
    const [one, other] = [this.recording.description, this.description].map(({ experiment }) =>
      JSON.stringify(experiment),
    );
    return one === other;
  });

  /**
   * @param {Client} client
   * @param {Recording} recording
   * @param {Catalogue} catalogue
   */
  constructor(client, recording, catalogue) {
    this.#client = client;
    this.#exchange = new Exchange(client);
    this.catalogue = catalogue;
    this.recording = recording;

    // How Python is, and what the reader wants that it has not done yet.
    /** @type {Runtime} */
    this.runtime = { stage: "absent" };
    /** @type {Experiment | null} An experiment that is not open yet; the shown one is another. */
    this.asked = null;
    /** @type {{experiment: object, source: string} | null} From elsewhere, and not open yet. */
    this.foreign = null;
    /** @type {Speed | null} The speed of a training that waits for Python. */
    this.waiting = null;
    /** @type {number | null} The iteration that is to be gone to: quick presses add up. */
    this.heading = null;
    /** @type {number[] | null} Where the plane is to be cut, until its picture is there. */
    this.cutting = null;

    // What is shown.
    this.description = recording.description;
    this.frame = recording.frames[0];
    this.losses = Losses.of([]);
    /** @type {Float32Array | null} Every neuron's outputs over the plane, while that is watched. */
    this.plane = null;
    /** Why NumPy takes every step of a training, if it must; else long trainings are compiled. */
    this.refusal = "";
    /** A curve to compare with: the recorded run's, later that of the run before this one. */
    this.before = this.#nothingBefore();

    // What the reader looks at.
    /** The row that goes through the drawing. */
    this.selected = this.frame.rows;
    /** @type {number | null} A neuron, counted layer by layer; null is the last one. */
    this.neuron = null;
    /** @type {Speed} At which a training goes unless another is asked for. */
    this.speed = "watch";

    // The reader's own Python.
    /** What the reader has written of a rule of their own, whether it runs or not; or nothing. */
    this.ownRule = () => "";
    /** A rule that came with a file, to be shown: it runs when the reader says so. */
    this.offered = "";

    // What is said.
    /** Why the last experiment that was asked for was not accepted. */
    this.problem = "";
    /** Why what came from elsewhere, as from a link, is not on the stage. */
    this.notice = "";
    /** @type {Problem | null} Why the reader's own rule does not go on. */
    this.broken = null;

    observe(this);

    /** @type {(() => Promise<unknown>) | null} Python is started when this says that it may be. */
    this.admission = null;
  }

  get experiment() {
    return this.asked ?? this.description.experiment;
  }

  /** The rows that are drawn. @returns {Rows} */
  get table() {
    return this.description.data;
  }

  /**
   * A row of one of the catalogue's tables.
   *
   * @template {"activations" | "losses" | "optimisers" | "regularisations" | "starts"} Table
   * @param {Table} table
   * @param {string} name
   */
  named(table, name) {
    const rows = /** @type {Catalogue[Table][number][]} */ (this.catalogue[table]);
    return rows.find((row) => row.name === name);
  }

  /** @param {number} layer Of the network that is shown; counted from 0. */
  activation(layer) {
    const { activation } = this.description.experiment.layers[layer];
    return /** @type {Activation} */ (this.named("activations", activation));
  }

  /** What the loss is called that is shown: of amounts that are scaled, in their own units. */
  get lossTitle() {
    return this.description.loss_titles[0];
  }

  get ready() {
    return this.runtime.stage === "ready";
  }

  get training() {
    return this.runtime.stage === "ready" && this.runtime.training !== null;
  }

  /** Whether the reader's own rule is what trains. */
  get edited() {
    return this.description.edited;
  }

  /** Whether what is shown is not yet the experiment that the reader asked for. */
  get stale() {
    return (this.asked ?? this.foreign) !== null && !this.ready;
  }

  /** Leaves Python where it is until something is asked of it. */
  defer() {
    this.#become({ stage: "deferred" });
  }

  /** Starts Python, or starts it again, with everything as it is. */
  async start() {
    if (isArriving(this.runtime)) return;
    this.#exchange.end();
    const exchange = (this.#exchange = new Exchange(this.#client));
    this.#become({ stage: "starting" });
    try {
      await this.admission?.();
      const start = await this.#client.start(
        (progress) => this.#become(progress),
        (reason) => this.#fail(exchange, reason),
      );
      await this.#continue(exchange);
      if (this.#exchange !== exchange) return; // it has failed, and another one has taken its place
      this.#become({ stage: "ready", start, training: null });
    } catch (error) {
      return this.#fail(exchange, /** @type {Error} */ (error).message);
    }
    await this.#watch();
    if (this.waiting) await this.train(this.waiting);
  }

  /**
   * Ends Python and gives its memory back. What is shown stays; Python comes again when it is needed,
   * and goes on from there. Gives whether it has: a rule of the reader's would be lost.
   */
  async release() {
    if (this.edited) return false;
    await until(() => !isArriving(this.runtime));
    await this.pause();
    await until(() => !this.training);
    if (!this.ready) return true;
    this.#exchange.end();
    this.#client.release();
    this.defer();
    return true;
  }

  /**
   * Opens another experiment, at its start unless its run is the same. If it is not accepted,
   * `problem` says why and the one before it stays.
   *
   * @param {Experiment} experiment
   */
  async open(experiment) {
    this.#set({ asked: experiment, foreign: null, problem: "", notice: "" });
    if (!this.ready) return this.#need("deferred");
    const answer = await this.#exchange.open(experiment);
    // At once: whoever waits for what was asked for finds it open.
    await batch(() => {
      const opened = this.#taken(experiment, answer);
      return opened && this.#accept(opened);
    });
  }

  /**
   * Opens what has come from elsewhere, as from a link: nothing of it is shown before Python has
   * accepted it. What it does not say is as in the preset that it names, or as in the tutorial.
   *
   * @param {object} experiment
   * @param {string} source What it is called when it cannot be opened.
   */
  async openForeign(experiment, source) {
    this.#set({ foreign: { experiment, source }, notice: "" });
    if (!this.ready) return this.#need("deferred", "failed");
    const answer = await this.#openedForeign();
    if (answer) await this.#accept(answer);
  }

  /** Has Python open what has come from elsewhere. Gives nothing if it is not accepted. */
  async #openedForeign() {
    const foreign = /** @type {NonNullable<Session["foreign"]>} */ (this.foreign);
    const answer = await this.#exchange
      .ask(async (python) => python.open({ preset: "tutorial", ...foreign.experiment }))
      .catch(failed);
    if ("error" in answer && answer.error instanceof Stopped) return; // the Python after it opens it
    if (this.foreign === foreign) this.foreign = null;
    if (!("problem" in answer)) return this.#exchange.hear(answer);
    this.refuseForeign(foreign.source, answer.problem);
    this.waiting = null; // what was to be trained is not there
  }

  /**
   * Has Python read a file's table.
   *
   * @param {Blob} file
   * @param {Reading} reading What is said of it.
   */
  async readFile(file, reading) {
    return this.ask((python) => this.#files.read(python, file, reading));
  }

  /**
   * Tells which rows of the table that was read last a use of its columns leaves out, or nothing; and
   * which network would be proposed.
   *
   * @param {FileUse} use
   */
  async weighFile(use) {
    const answer = await this.ask(async (python) => python.weighFile(use));
    return "problem" in answer ? { costs: "", proposal: "" } : answer;
  }

  /**
   * Opens the table that was read last as data. Gives why that cannot be, or nothing.
   *
   * @param {FileUse} use
   */
  async useFile(use) {
    const answer = await this.ask((python) => this.#files.use(python, use));
    if ("problem" in answer) return answer.problem;
    const heard = this.#exchange.hear(answer);
    this.#forgetRuns();
    await this.#accept(heard);
  }

  /**
   * Opens what an edit makes of the experiment and of the rows that are shown, unless these are still
   * those of another experiment.
   *
   * @param {(experiment: Experiment, table: Rows) => Experiment} make
   */
  async edit(make) {
    const { asked, description } = this;
    if (asked && !asked.data.inputs && asked.data !== description.experiment.data) {
      return this.refuse(
        "The rows that are shown are still those of the experiment before; they can be changed once Python has brought the new ones.",
      );
    }
    await this.open(make(this.experiment, this.table));
  }

  /** @param {string} problem Why what the reader wants cannot be. */
  refuse(problem) {
    this.problem = problem;
  }

  /**
   * @param {string} source What has come from elsewhere.
   * @param {string} problem Why it cannot be opened.
   */
  refuseForeign(source, problem) {
    this.notice = `${source} could not be opened: ${problem}`;
  }

  /**
   * Another learning rate: from here on while it trains, else for a run of its own.
   *
   * @param {number | null} rate
   */
  async changeRate(rate) {
    if (!this.training)
      return this.open({
        ...this.experiment,
        learning_rate: /** @type {number} */ (rate),
        rates: [],
      });
    const { python } = this.#exchange;
    const answer = await python.changeRate(rate);
    if ("problem" in answer) return this.refuse(answer.problem);
    this.#describe(this.#exchange.hear(answer, this.description.experiment.data).description);
    this.problem = "";
  }

  /** @param {{description: Description, update: Update}} opened Experiment of Python's. */
  async #accept({ description, update }) {
    const { edited } = this;
    this.#describe(description);
    this.#set({ problem: "", notice: "" });
    this.#show(update);
    if (edited) await this.#checkRule();
  }

  /** @param {Description} description Another number of rows has the new situation elsewhere. */
  #describe(description) {
    const [before, now] = [this.description, description].map(({ data }) => data.inputs.length);
    if (this.selected >= Math.min(before, now)) this.selected = now;
    const isAbout = ({ experiment, data } = this.description) =>
      JSON.stringify([experiment.data, data.title, experiment.loss]);
    const was = isAbout();
    this.description = description;
    if (isAbout() !== was) this.#forgetRuns();
  }

  /** There is nothing to compare with: the data are others. */
  #forgetRuns() {
    this.losses = Losses.of([]);
    this.before = this.#nothingBefore();
  }

  /**
   * What a run is compared with that is the first about its data: the recording, if it is, too.
   *
   * @returns {{losses: Losses, title: string, isRecorded?: boolean}}
   */
  #nothingBefore() {
    const { recording } = this;
    const dataOf = (/** @type {Description} */ { experiment }) => JSON.stringify(experiment.data);
    return dataOf(recording.description) === dataOf(this.description)
      ? { losses: recording.losses(), title: "the recorded run", isRecorded: true }
      : { losses: Losses.of([]), title: "" };
  }

  /**
   * What Python answers to an experiment that was asked for. Gives nothing if it is not accepted.
   *
   * @param {Experiment} experiment
   * @param {Awaited<ReturnType<Exchange["open"]>>} answer
   */
  #taken(experiment, answer) {
    if (this.asked === experiment) this.asked = null; // else the reader has changed it again
    if (!("problem" in answer)) return answer;
    this.#set({ problem: answer.problem, waiting: null }); // what was to be trained is not there
  }

  /**
   * Has a Python that is new go on where the page is; nothing else is shown meanwhile.
   *
   * @param {Exchange} exchange With that Python.
   */
  async #continue(exchange) {
    let isOther = false;
    const { experiment } = this.description;
    const isFile = !experiment.data.inputs && !experiment.data.recipe;
    const file = await this.#files.again(exchange.python, isFile);
    if (file && "news" in file) exchange.hear(file);
    let answer = this.#taken(experiment, await exchange.open(experiment));
    while ((this.asked || this.foreign) && this.#exchange === exchange) {
      const { asked } = this;
      const other = asked
        ? this.#taken(asked, await exchange.open(asked))
        : await this.#openedForeign();
      if (other) [answer, isOther] = [other, true];
    }
    const goal = isOther ? 0 : (this.heading ?? this.frame.iteration);
    this.heading = null;
    const update = (!goal && answer?.update) || (await exchange.python.goto(goal));
    if (answer) this.#describe(answer.description);
    this.#show(update);
  }

  /** @param {...Runtime["stage"]} stages Where Python is in one of them, it is started. */
  #need(...stages) {
    if (stages.includes(this.runtime.stage)) this.start();
  }

  /** @param {number} iteration Before Python is there, the nearest one that was recorded. */
  async goto(iteration) {
    const goal = Math.max(0, Math.min(iteration, this.experiment.iterations));
    if (this.ready) {
      this.heading = goal;
      try {
        this.#show(await this.#exchange.python.goto(goal));
      } finally {
        if (this.heading === goal) this.heading = null;
      }
      if (this.edited) await this.#checkRule();
    } else if (this.recorded) this.frame = this.recording.towards(this.frame, goal);
    else {
      this.heading = goal;
      this.#need("deferred");
    }
  }

  /** The iteration that a step begins at. */
  get #from() {
    return this.heading ?? this.frame.iteration;
  }

  /** One iteration forward. Before Python is there, to the next one that was recorded. */
  async step() {
    this.#need("deferred");
    await this.goto(this.#from + 1);
  }

  /** To the end of the epoch, when all rows have been trained on once more. */
  async epoch() {
    const { steps_in_epoch: steps } = this.description;
    await this.goto((Math.floor(this.#from / steps) + 1) * steps);
  }

  /** One iteration back. Before Python is there, to the one recorded before this. */
  async stepBack() {
    this.#need("deferred");
    await this.goto(this.#from - 1);
  }

  /**
   * Trains to the last iteration; from the start, if the run is at its end. Waits for Python.
   *
   * @param {Speed} speed
   */
  async train(speed) {
    if (!this.ready) {
      this.waiting = speed;
      return this.#need("deferred", "failed");
    }
    const mine = Symbol("training"); // another speed is another training, which takes its place
    this.#train(mine);
    this.waiting = null;
    const onUpdate = proxy((/** @type {Update} */ update) => this.#show(update));
    try {
      const { python } = this.#exchange;
      this.#show(await python.train(this.experiment.iterations, speed, onUpdate));
    } catch {
      this.refuse("Python failed in this training; a smaller network or fewer iterations may do.");
    } finally {
      if (this.runtime.stage === "ready" && this.runtime.training === mine) this.#train(null);
    }
    if (this.edited) await this.#checkRule();
  }

  /** @param {symbol | null} training Which goes on from now on. */
  #train(training) {
    if (this.runtime.stage === "ready") this.#become({ ...this.runtime, training });
  }

  async #checkRule() {
    const { answer: broken } = await this.#exchange.python.rule_problem();
    this.broken = broken;
  }

  /** Ends a training, or a waiting for one. What ends it is any other call, too. */
  async pause() {
    this.waiting = null;
    if (this.training) await this.#exchange.python.pause();
  }

  /** Whether what is shown is the recording, not a run of Python's in this page. */
  get recorded() {
    return this.recording.frames.includes(this.frame);
  }

  get isRecordedRun() {
    return this.#isRecordedRun.value;
  }

  /** Resolves as soon as Python is there, and what was asked of it is open. */
  whenReady() {
    return until(() => {
      if (this.runtime.stage === "failed") throw new Error("Python could not be started.");
      return this.ready && !this.asked;
    });
  }

  /** The same of a Python that is needed now: where it rests or has failed, it is started. */
  async needPython() {
    this.#need("deferred", "failed");
    await this.whenReady();
  }

  /**
   * Asks Python something, as soon as it is there.
   *
   * @template Answer
   * @param {(python: Client["python"]) => Promise<Answer>} question
   * @returns {Promise<Answer>} Rejects with `Stopped` if Python is stopped meanwhile.
   */
  async ask(question) {
    await this.needPython();
    return this.#exchange.ask(question);
  }

  /**
   * Frames of other iterations, without going there.
   *
   * @param {number[]} iterations
   */
  async frames(iterations) {
    const { answer } = await this.ask((python) => python.frames(iterations));
    return answer.map((numbers) => new Frame(numbers, this.description.layout));
  }

  /**
   * Trains with the reader's rule from now on, or with the original one: from the start.
   *
   * @param {string | null} source
   * @param {(text: string) => void} onPrint
   * @returns {Promise<Problem | null>} Why the rule is not accepted; the one before it stays.
   */
  async useRule(source, onPrint) {
    const { problem, update } = await this.ask((python) => python.useRule(source, proxy(onPrint)));
    if (problem) return problem;
    this.#set({ description: { ...this.description, edited: source !== null }, broken: null });
    this.#show(update);
    return null;
  }

  /**
   * Runs a script of the reader's; the experiment knows nothing of it.
   *
   * @param {string} source
   * @param {(text: string) => void} onPrint
   */
  async runScript(source, onPrint) {
    return this.ask((python) => python.runScript(source, proxy(onPrint)));
  }

  /** Stops whatever Python is doing; afterwards everything is as it was, with the original rule. */
  async stop() {
    const description = { ...this.description, edited: false };
    this.#set({ description, broken: null, heading: null });
    await this.start();
  }

  /** The neuron that is looked at; the last one unless another is chosen. */
  get chosenNeuron() {
    const all = neurons(this.description.experiment);
    return all[this.neuron ?? -1] ?? all[all.length - 1];
  }

  /** @param {number | null} neuron Counted layer by layer; null is the last one. */
  look(neuron) {
    this.neuron = neuron;
  }

  /** @param {number} row Of the data; the one after the last is the new situation. */
  select(row) {
    this.selected = row;
  }

  /** @param {Update} update */
  #show(update) {
    if (!this.#exchange.isNewer(update)) return;
    const { frame, losses, plane, refusal } = update;
    const [iterations, training, test] = losses;
    const run = new Losses(iterations, training, test);
    if (run.length === 1 && this.losses.length > 1) {
      this.before = { losses: this.losses, title: "the run before" };
    }
    this.#set({ losses: run, plane, refusal, frame: new Frame(frame, this.description.layout) });
  }

  /**
   * Has every neuron's outputs over the plane of two inputs come with the frames, as `plane`.
   *
   * @param {object} watcher
   * @param {number} points Along each side, at least; 0 if it does not need them any more.
   */
  watchPlane(watcher, points) {
    if ((this.#watchers.get(watcher) ?? 0) === points) return;
    this.#watchers.set(watcher, points);
    this.#watch();
  }

  /** The other inputs of the plane, and the values at which its picture cuts them. */
  get slice() {
    const { others, cut } = this.description.plane;
    return { others, cut: this.cutting ?? cut };
  }

  /**
   * Has the picture of the plane be another slice. Of the values that a slider passes, those that
   * Python has no time for are left out.
   *
   * @param {number[]} cut A value for each input after the first two.
   */
  async cut(cut) {
    const isUnderWay = this.cutting !== null;
    this.cutting = cut;
    while (!isUnderWay && this.cutting) {
      const { description, cutting } = this;
      const answer = await this.ask(async (python) => python.cut(cutting)).catch(failed);
      const isOther = this.description !== description; // with a slice of its own
      if (!isOther && !("problem" in answer)) {
        description.plane.cut = cutting;
        this.#show(answer.update);
      }
      if (isOther || this.cutting === cutting) this.cutting = null;
    }
  }

  async #watch() {
    const points = Math.max(0, ...this.#watchers.values());
    if (!this.ready || points === this.#exchange.watched) return;
    this.#exchange.watched = points;
    this.#show(await this.#exchange.python.watchPlane(points));
  }

  /**
   * @param {Exchange} exchange With the Python that has failed. It may have been followed by another
   *   one, or have said why before.
   * @param {string} reason
   */
  #fail(exchange, reason) {
    if (this.#exchange !== exchange || this.runtime.stage === "failed") return;
    this.#become({ stage: "failed", reason });
    this.waiting = null;
  }

  /** @param {Runtime} runtime */
  #become(runtime) {
    this.runtime = followed(this.runtime, runtime);
  }

  /** @param {Partial<Session>} changes That belong together. */
  #set(changes) {
    batch(() => Object.assign(this, changes));
  }
}
