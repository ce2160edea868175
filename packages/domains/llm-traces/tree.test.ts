import type { LlmTree } from "@triops/telemetry/llm/tree";
import { describe, expect, it } from "vitest";
import { agentGraph } from "./agent-graph.ts";
import { packTree, parentPlaces, totalCosts } from "./tree.ts";

type Line = {
  id: string;
  parent?: string;
  kind?: string;
  name?: string;
  cost?: string;
  counts?: number;
  model?: string;
  tool?: string;
};
const treeOf = (lines: readonly Line[]): LlmTree => ({
  spanIds: lines.map(({ id }) => id),
  parentIds: lines.map(({ parent = "" }) => parent),
  kinds: lines.map(({ kind = "generation" }) => kind),
  names: lines.map(({ id, name = id }) => name),
  services: lines.map(() => "app"),
  statuses: lines.map(() => "ok"),
  models: lines.map(({ model = "" }) => model),
  agents: lines.map(() => ""),
  tools: lines.map(({ tool }) => (tool ? [tool] : [])),
  startMs: 0,
  startUs: lines.map((_, place) => place * 1_000),
  durationUs: lines.map(() => 500),
  inputTokens: lines.map(() => 1),
  outputTokens: lines.map(() => 1),
  costUsd: lines.map(({ cost = null }) => cost),
  unpriced: lines.map(() => ""),
  counts: lines.map(({ counts = 1 }) => counts),
  previews: lines.map(() => ""),
  isCut: false,
});
const nothing = new Map<string, string>();

describe("the tree of a trace", () => {
  it("hangs spans below the nearest that is about models, whatever lies between", () => {
    const tree = treeOf([{ id: "a" }, { id: "b", parent: "http" }, { id: "c", parent: "gone" }]);
    expect(
      parentPlaces(
        tree,
        new Map([
          ["http", "server"],
          ["server", "a"],
        ]),
      ),
    ).toEqual([-1, 0, -2]);
  });

  it("spans that cause each other are shown all the same", () => {
    const tree = treeOf([
      { id: "a", parent: "b" },
      { id: "b", parent: "a" },
      { id: "c", parent: "c" },
      { id: "d", parent: "x" },
    ]);
    const parents = parentPlaces(
      tree,
      new Map([
        ["x", "y"],
        ["y", "x"],
      ]),
    );
    expect(parents).toEqual([-1, 0, -1, -2]);
  });

  it("adds up what each call cost, once, and nothing where no price is known", () => {
    const tree = treeOf([
      { id: "agent", cost: "0.3", counts: 0 },
      { id: "first", parent: "agent", cost: "0.1" },
      { id: "second", parent: "agent", cost: "0.2" },
      { id: "other" },
    ]);
    expect(totalCosts(tree, parentPlaces(tree, nothing))).toEqual(["0.3", "0.1", "0.2", null]);
  });

  it("names stand once", () => {
    const packed = packTree(
      treeOf([
        { id: "1", name: "chat" },
        { id: "2", name: "chat" },
      ]),
      [-1, 0],
    );
    expect(packed.names).toEqual(["chat"]);
    expect(packed.durationMs).toBe(1.5);
  });
});

describe("the graph of agents", () => {
  it("counts who called whom, steps passed through", () => {
    const tree = treeOf([
      { id: "agent", kind: "agent", name: "helper", counts: 0 },
      { id: "step", kind: "chain", parent: "agent", counts: 0 },
      { id: "call", parent: "step", model: "gpt-5", cost: "0.1" },
      { id: "again", parent: "agent", model: "gpt-5", cost: "0.2" },
      { id: "tool", kind: "tool", parent: "agent", tool: "track", counts: 0 },
      { id: "double", parent: "agent", model: "gpt-5", counts: 0 },
    ]);
    const graph = agentGraph(tree, parentPlaces(tree, nothing));
    expect(graph.nodes.map(({ id, count, costUsd }) => [id, count, costUsd])).toEqual([
      ["start", 1, null],
      ["agent:helper", 1, null],
      ["model:gpt-5", 2, "0.3"],
      ["tool:track", 1, null],
    ]);
    expect(graph.edges).toEqual([
      { from: "start", to: "agent:helper", count: 1 },
      { from: "agent:helper", to: "model:gpt-5", count: 2 },
      { from: "agent:helper", to: "tool:track", count: 1 },
    ]);
  });

  it("is empty where nothing was called", () => {
    expect(agentGraph(treeOf([{ id: "a", kind: "span" }]), [-1])).toEqual({ nodes: [], edges: [] });
  });
});
