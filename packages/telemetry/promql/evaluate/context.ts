import { setImmediate as yieldToOthers } from "node:timers/promises";
import type { VectorSelector } from "../ast.ts";
import { PromqlError, place } from "../faults.ts";
import type { Plan } from "../plan.ts";
import type { SelectedGrid, SelectedSamples } from "../storage.ts";

/** Remarks on an answer that is given all the same; each text once. */
export class Annotations {
  readonly warnings = new Set<string>();
  readonly infos = new Set<string>();
  readonly query: string;

  constructor(query: string) {
    this.query = query;
  }

  warn(message: string, at: { from: number }): void {
    this.warnings.add(`PromQL warning: ${message} (${place(this.query, at.from)})`);
  }

  info(message: string, at: { from: number }): void {
    this.infos.add(`PromQL info: ${message} (${place(this.query, at.from)})`);
  }
}

/** Samples a query holds, and whether it may go on. */
export class Budget {
  readonly samplesMax: number;
  readonly signal: AbortSignal;
  readonly #deadlineMs: number;
  #samples = 0;
  #lastTurnMs: number;

  /** Times are those of `performance.now()`. */
  constructor(options: { samplesMax: number; signal: AbortSignal; timeoutMs: number }) {
    this.samplesMax = options.samplesMax;
    this.signal = options.signal;
    this.#lastTurnMs = performance.now();
    this.#deadlineMs = this.#lastTurnMs + options.timeoutMs;
  }

  /** @throws PromqlError */
  charge(samples: number): void {
    this.#samples += samples;
    if (this.#samples > this.samplesMax) throw tooManySamples();
  }

  get samplesLeft(): number {
    return this.samplesMax - this.#samples;
  }

  get secondsLeft(): number {
    return Math.max(0, (this.#deadlineMs - performance.now()) / 1_000);
  }

  /** Stops a query that is no longer wanted. @throws PromqlError */
  check(): void {
    if (this.signal.aborted) throw new PromqlError("canceled", "query was canceled in expression evaluation");
    if (performance.now() > this.#deadlineMs) {
      throw new PromqlError("timeout", "query timed out in expression evaluation");
    }
  }

  /** Lets others have the processor now and then: a query may compute for seconds. */
  async turn(): Promise<void> {
    const now = performance.now();
    if (now - this.#lastTurnMs < 20) return;
    this.check();
    await yieldToOthers();
    this.#lastTurnMs = performance.now();
  }
}

export const tooManySamples = () =>
  new PromqlError("execution", "query processing would load too many samples into memory in query execution");

export type Selected = readonly SelectedSamples[] | readonly SelectedGrid[];

/** What the evaluation of one query shares. */
export type Context = {
  startMs: number;
  endMs: number;
  /** Step of the whole query; zero for an instant one. */
  stepMs: number;
  lookbackMs: number;
  subqueryStepMs: number;
  plan: Plan;
  selected: ReadonlyMap<VectorSelector, Selected>;
  annotations: Annotations;
  budget: Budget;
};
