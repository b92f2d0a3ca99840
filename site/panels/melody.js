/** Numbers as a melody: the higher a number, the higher its note, from the left ear to the right. */

/** The lowest note and the highest, in hertz: heard well, and by small loudspeakers too. */
const [LOWEST, HIGHEST] = [180, 1440];
/** A note comes and goes within so many seconds, or it would click. */
const EDGE = 0.02;

export class Melody {
  /** @type {AudioContext | undefined} Made with the first melody: before a press it would be silent. */
  #audio;
  /** @type {OscillatorNode | undefined} What is heard now. */
  #voice;

  /** @param {() => number} volume From 0 to 1. */
  constructor(volume) {
    this.volume = volume;
  }

  get isPlaying() {
    return this.#voice !== undefined;
  }

  /**
   * Plays a note for each height from 0 to 1, in the place of any other melody; for one that is no
   * number, a rest. Resolves when it is over.
   *
   * @param {number[]} heights
   * @param {number} seconds How long all of it is.
   */
  play(heights, seconds) {
    this.stop();
    this.#audio ??= new AudioContext();
    const audio = this.#audio;
    audio.resume();
    const voice = new OscillatorNode(audio, { type: "triangle" });
    const loudness = new GainNode(audio, { gain: 0 });
    const side = new StereoPannerNode(audio, { pan: -1 });
    voice.connect(loudness).connect(side).connect(audio.destination);
    const begin = audio.currentTime + EDGE;
    const each = seconds / heights.length;
    heights.forEach((height, at) => {
      const time = begin + at * each;
      const isHeard = Number.isFinite(height);
      if (isHeard) voice.frequency.setValueAtTime(LOWEST * (HIGHEST / LOWEST) ** height, time);
      loudness.gain.setTargetAtTime(isHeard ? this.volume() ** 2 : 0, time, EDGE / 3);
    });
    const end = begin + seconds;
    loudness.gain.setTargetAtTime(0, end, EDGE / 3);
    side.pan.setValueAtTime(-1, begin).linearRampToValueAtTime(1, end);
    voice.start(begin);
    voice.stop(end + 2 * EDGE);
    this.#voice = voice;
    return new Promise((resolve) => {
      voice.onended = () => {
        if (this.#voice === voice) this.#voice = undefined;
        resolve(undefined);
      };
    });
  }

  /** Has it be silent. */
  stop() {
    this.#voice?.stop();
    this.#voice = undefined;
  }
}
