/** The element `<one-neuron>`: see docs/embedding.md. */

/** What a run is known by: it is computed again, to the bit. */
export interface State {
  experiment: Record<string, unknown>;
  iteration: number;
}

/** Where a run is. */
export interface RunState extends State {
  iterations: number;
  loss: number;
  /** Weights and biases, layer by layer. */
  weights: number[];
  /** To the new situation. */
  answer: number[];
  /** Rows that come out right; null, where there are no classes. */
  right: number | null;
}

export declare class OneNeuron extends HTMLElement {
  static readonly observedAttributes: string[];
  readonly loading: string;
  readonly address: string;
  readonly ready: Promise<void>;
  get experiment(): Record<string, unknown> | null;
  set experiment(experiment: Record<string, unknown>);
  readonly weights: number[];
  state: State | null;
  train(): Promise<RunState>;
  pause(): Promise<RunState>;
  step(): Promise<RunState>;
  goto(iteration: number): Promise<RunState>;
  reset(): Promise<RunState>;
  ask(values: number[]): Promise<number[]>;
  release(): Promise<boolean>;
  load(): void;
  restyle(): void;
}

export interface OneNeuronEventMap {
  ready: CustomEvent<RunState>;
  progress: CustomEvent<{ stage: string; received?: number; total?: number }>;
  iteration: CustomEvent<{ iteration: number; iterations: number; loss: number }>;
  trained: CustomEvent<RunState>;
  diverged: CustomEvent<{ iteration: number }>;
  change: CustomEvent<{ experiment: Record<string, unknown> }>;
  answered: CustomEvent<{ chapter: string; said: string | null; right: boolean }>;
  goal: CustomEvent<{ goal: string; iteration?: number; value: number | null }>;
  error: CustomEvent<{ message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "one-neuron": OneNeuron;
  }
}
