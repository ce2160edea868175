import type { LlmTrace } from "@triops/domains/llm-traces/schemas";
import { describe, expect, it } from "vitest";
import { asTree } from "./as-tree.ts";

const trace: LlmTrace = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  time: "2026-11-23T10:00:00.000Z",
  startMs: 1_795_428_000_000,
  durationMs: 3,
  isCut: false,
  summary: null,
  scores: [],
  kinds: ["agent", "generation"],
  names: ["plan", "chat gpt-5", "chat"],
  services: ["shop"],
  statuses: ["unset", "error"],
  models: ["", "gpt-5"],
  spans: {
    id: ["a", "b", "c"],
    parent: [-1, 0, 0],
    kind: [0, 1, 1],
    name: [0, 1, 2],
    service: [0, 0, 0],
    status: [0, 0, 1],
    model: [0, 1, 1],
    startUs: [0, 10, 20],
    durationUs: [3_000, 5, 5],
    inputTokens: [0, 10, 10],
    outputTokens: [0, 5, 5],
    costUsd: [null, "0.01", null],
    totalUsd: ["0.01", "0.01", null],
    unpriced: ["", "", "unknown_model"],
    counts: [0, 1, 1],
    preview: ["", "", ""],
  },
};

describe("a trace of model calls as a tree", () => {
  it("knows spans by their kind and names the model once", () => {
    const tree = asTree(trace);
    expect(tree.services).toEqual(["agent", "generation"]);
    expect(tree.spans.operation.map((at) => tree.operations[at])).toEqual([
      "plan",
      "chat gpt-5",
      "chat gpt-5",
    ]);
    expect(tree.operations).toHaveLength(2);
  });

  it("keeps places, parents, times and states", () => {
    const { spans } = asTree(trace);
    expect(spans.parent).toEqual([-1, 0, 0]);
    expect(spans.status).toEqual([0, 0, 1]);
    expect(spans.startUs).toEqual([0, 10, 20]);
  });
});
