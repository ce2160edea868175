import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { prices, type World } from "./world.ts";

export type Step = { step: string; ok: boolean; said?: string };
export type Client = {
  /** With its version, as it goes into the report. */
  name: string;
  run(world: World, steps: Steps): Promise<void>;
};

type Tokens = { input: number; output: number };

const recordedMsMax = 20_000;

/** What one client was asked to do, and what came of it. */
export class Steps {
  readonly done: Step[] = [];
  readonly session: string;
  /** W3C's context of one call, to find its trace by. */
  readonly traceId = randomBytes(16).toString("hex");
  readonly parentSpanId = randomBytes(8).toString("hex");
  readonly #world: World;
  #seen: Tokens = { input: 0, output: 0 };
  #expectedUsd = 0;

  constructor(world: World, client: string) {
    this.#world = world;
    this.session = `conformance-${client.replace(/[^a-z0-9]+/gi, "-")}-${world.run}`;
  }

  /** Headers that tie every call of the client to its session. */
  get headers(): Record<string, string> {
    return { "x-triops-session": this.session };
  }

  get traced(): Record<string, string> {
    return { traceparent: `00-${this.traceId}-${this.parentSpanId}-01` };
  }

  async step(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.done.push({ step: name, ok: true });
    } catch (error) {
      this.done.push({ step: name, ok: false, said: String(error instanceof Error ? error.message : error) });
    }
  }

  /** What the client was told a call used: the record has to say the same, and price it. */
  saw(tokens: Tokens, of: keyof typeof prices): void {
    this.#seen = { input: this.#seen.input + tokens.input, output: this.#seen.output + tokens.output };
    this.#expectedUsd += (tokens.input * prices[of].input + tokens.output * prices[of].output) / 1e6;
  }

  /** Reads back what was recorded of the session, and the trace that the client named. */
  async checkRecords(): Promise<void> {
    await this.step("recorded tokens and cost are what the client was told", async () => {
      const found = await this.#until(`/llm-sessions/${this.session}`, (session) => {
        assert.equal(session.inputTokens, this.#seen.input, "input tokens");
        assert.equal(session.outputTokens, this.#seen.output, "output tokens");
        assert.equal(session.unpricedCount, 0, "unpriced calls");
      });
      const usd = Number(found.costUsd);
      assert.ok(Math.abs(usd - this.#expectedUsd) < 1e-9, `cost ${usd}, expected ${this.#expectedUsd}`);
    });
    await this.step("recorded in the trace of the caller", async () => {
      const found = await this.#until(`/llm-traces/${this.traceId}`, (trace) => {
        const summary = trace.summary as { session: string; callCount: number } | null;
        assert.equal(summary?.session, this.session);
        assert.ok((summary?.callCount ?? 0) >= 1);
      });
      const spans = found.spans as { id: string[] };
      const span = await this.#world.read(`/llm-traces/${this.traceId}/spans/${spans.id[0]}`);
      assert.equal(contentOf(span).parentSpanId, this.parentSpanId);
    });
  }

  async #until(
    path: string,
    check: (answer: Record<string, unknown>) => void,
  ): Promise<Record<string, unknown>> {
    const until = Date.now() + recordedMsMax;
    for (;;) {
      try {
        const answer = await this.#world.read(path);
        assert.ok(answer, "not recorded yet");
        const content = contentOf(answer);
        check(content);
        return content;
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(250);
      }
    }
  }
}

/** Single records stand in the answer itself, or under `data`. */
function contentOf(answer: Record<string, unknown> | null): Record<string, unknown> {
  const data = answer?.data;
  return typeof data === "object" && data !== null && !Array.isArray(data)
    ? (data as Record<string, unknown>)
    : (answer ?? {});
}

export const cities = [{ city: "Lisbon" }, { city: "Oslo" }];
export const weather = {
  name: "get_weather",
  description: "Weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
export const citySchema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
