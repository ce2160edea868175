import type { LlmSession, LlmTimeline, LlmTraceLine } from "@triops/domains/llm-traces/schemas";
import { describe, expect, it } from "vitest";
import { scoreText } from "./score-words.ts";
import { answerFor, costText, quoted, sessionAnswer, traceAnswer } from "./words.ts";

/** Spaces between number and unit are narrow ones on screen. */
const plain = (text: string) => text.replaceAll(/\s/g, " ");

const timeline = (total: Partial<LlmTimeline["total"]>): LlmTimeline => ({
  stepMs: 1,
  times: [],
  calls: [],
  errors: [],
  costUsd: [],
  inputTokens: [],
  outputTokens: [],
  p95Ms: [],
  total: {
    calls: 0,
    errors: 0,
    costUsd: null,
    unpriced: 0,
    inputTokens: 0,
    outputTokens: 0,
    p50Ms: null,
    p95Ms: null,
    ...total,
  },
});

const line: LlmTraceLine = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  time: "2026-11-23T10:00:00.000Z",
  durationMs: 2_000,
  name: "helper",
  service: "shop",
  environment: "",
  release: "",
  hasRoot: true,
  spanCount: 3,
  callCount: 2,
  errorCount: 0,
  models: ["gpt-5"],
  providers: ["openai"],
  routes: [],
  prompts: [],
  user: "",
  session: "",
  tags: [],
  inputTokens: 3_000,
  outputTokens: 300,
  costUsd: "0.00063",
  unpricedCount: 0,
  estimatedCount: 0,
  findingCount: 0,
  input: "",
  output: "",
  scores: [],
};

describe("what a list of model calls says first", () => {
  it("calls, cost, failures and latency in one sentence", () => {
    const said = answerFor(timeline({ calls: 1_204, errors: 12, costUsd: "3.1", p95Ms: 2_100 }), "");
    expect(plain(said)).toBe("1,204 calls cost $3.10: 12 failed, 95 % took at most 2.1 s.");
  });
  it("what has no price is said to be missing from the sum", () => {
    expect(plain(answerFor(timeline({ calls: 5, unpriced: 4, costUsd: "1" }), ""))).toBe(
      "5 calls cost $1.00: none failed; 4 without a price are not in it.",
    );
  });
  it("nothing, and nothing that fits, are told apart", () => {
    expect(answerFor(timeline({}), "")).toBe("No model was called.");
    expect(answerFor(timeline({}), "model:x")).toBe("No call in this range fits.");
  });
});

describe("what a trace says first", () => {
  it("calls, time, cost and tokens", () => {
    expect(plain(traceAnswer(line))).toBe(
      "2 model calls in 2 s: it cost $0.00063, 3,000 tokens read and 300 written.",
    );
  });
  it("a cost that is not known is not called nothing", () => {
    expect(traceAnswer({ ...line, costUsd: null, unpricedCount: 1 })).toContain("its cost is not known");
    expect(traceAnswer({ ...line, costUsd: null })).toContain("it cost nothing");
  });
  it("failures, and what was counted by ourselves", () => {
    const said = traceAnswer({ ...line, errorCount: 1, estimatedCount: 1 });
    expect(said).toContain("partly estimated");
    expect(said).toContain("1 span failed");
  });
});

describe("what a session says first", () => {
  const session: LlmSession = {
    id: "talk-1",
    firstTime: "2026-11-23T10:00:00.000Z",
    lastTime: "2026-11-23T10:25:00.000Z",
    traceCount: 6,
    callCount: 17,
    errorCount: 1,
    models: [],
    services: [],
    inputTokens: 11_480,
    outputTokens: 756,
    costUsd: "0.002",
    unpricedCount: 0,
    user: "",
    userCount: 0,
  };
  it("turns, calls, cost, tokens and failures", () => {
    expect(plain(sessionAnswer(session))).toBe(
      "6 turns within 25 min: 17 model calls cost $0.002, 11,480 tokens read and 756 written, 1 span failed.",
    );
  });
  it("a cost that is not known is left out, not called nothing", () => {
    const said = sessionAnswer({ ...session, traceCount: 1, costUsd: null, unpricedCount: 2, errorCount: 0 });
    expect(plain(said)).toBe(
      "1 turn: 17 model calls, 11,480 tokens read and 756 written; 2 without a price are not in it.",
    );
  });
});

describe("a value in a search", () => {
  it.each([
    ["talk-1", "talk-1"],
    ["talk 1", '"talk 1"'],
    ['a"b', '"a\\"b"'],
  ])("%s is %s", (value, shown) => {
    expect(quoted(value)).toBe(shown);
  });
});

describe("a cost in a list", () => {
  it.each([
    [{ costUsd: "0.5", unpriced: false, estimated: false }, "$0.5"],
    [{ costUsd: "0.5", unpriced: false, estimated: true }, "≈ $0.5"],
    [{ costUsd: "0.5", unpriced: true, estimated: false }, "$0.5 + ?"],
    [{ costUsd: null, unpriced: true, estimated: false }, "no price"],
    [{ costUsd: null, unpriced: false, estimated: false }, "–"],
  ])("%j is %s", (cost, shown) => {
    expect(costText(cost)).toBe(shown);
  });
});

describe("a score in words", () => {
  it.each([
    [{ name: "helpful", kind: "numeric" as const, number: 0.8, text: "" }, "helpful 0.8"],
    [{ name: "tone", kind: "categorical" as const, number: null, text: "curt" }, "tone curt"],
    [{ name: "right", kind: "boolean" as const, number: 1, text: "" }, "right: yes"],
    [{ name: "right", kind: "boolean" as const, number: 0, text: "" }, "right: no"],
  ])("%j is %s", (score, shown) => {
    expect(scoreText(score)).toBe(shown);
  });
});
