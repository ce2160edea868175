import { picodollarsOf, usdText } from "@triops/analysis/pricing/money";
import type { LlmTree } from "@triops/telemetry/llm/tree";
import type { AgentGraph } from "./schemas.ts";

type Node = AgentGraph["nodes"][number];
const start = "start";

/**
 * Who called whom in a trace: agents, tools and models as nodes, however often they were called, with an arrow from the
 * nearest of them above. Steps in between are passed through.
 */
export function agentGraph(tree: LlmTree, parents: readonly number[]): AgentGraph {
  const nodes = new Map<string, Node & { pico: bigint | null }>();
  const edges = new Map<string, AgentGraph["edges"][number]>();
  const ids = tree.kinds.map((_, place) => nodeAt(tree, place));
  for (const [place, of] of ids.entries()) {
    if (of === null) continue;
    const id = `${of.kind}:${of.name}`;
    const node = nodes.get(id) ?? {
      id,
      ...of,
      count: 0,
      errors: 0,
      costUsd: null,
      durationMs: 0,
      pico: null,
    };
    nodes.set(id, node);
    node.count++;
    if (tree.statuses[place] === "error") node.errors++;
    node.durationMs += (tree.durationUs[place] ?? 0) / 1_000;
    const cost = tree.counts[place] === 1 ? tree.costUsd[place] : null;
    const pico = cost ? picodollarsOf(cost) : null;
    if (pico !== null) node.pico = (node.pico ?? 0n) + pico;
    const from = above(place, parents, ids);
    const key = `${from}\n${id}`;
    const edge = edges.get(key) ?? { from, to: id, count: 0 };
    edge.count++;
    edges.set(key, edge);
  }
  const drawn = [...nodes.values()].map(({ pico, ...node }) => ({
    ...node,
    costUsd: pico === null ? null : usdText(pico),
  }));
  const origin: Node = {
    id: start,
    kind: "start",
    name: "Start",
    count: 1,
    errors: 0,
    costUsd: null,
    durationMs: 0,
  };
  return { nodes: drawn.length === 0 ? [] : [origin, ...drawn], edges: [...edges.values()] };
}

function nodeAt(tree: LlmTree, place: number): Pick<Node, "kind" | "name"> | null {
  const name = tree.names[place] ?? "";
  switch (tree.kinds[place]) {
    case "agent":
      return { kind: "agent", name: tree.agents[place] || name };
    case "tool":
      return { kind: "tool", name: tree.tools[place]?.[0] || name };
    case "generation":
    case "embedding":
    case "reranker":
      // Of two instrumentations on top of each other one is enough.
      return tree.counts[place] === 1 ? { kind: "model", name: tree.models[place] || name } : null;
    case "retriever":
      return { kind: "retriever", name };
    default:
      return null;
  }
}

function above(
  place: number,
  parents: readonly number[],
  ids: readonly (Pick<Node, "kind" | "name"> | null)[],
): string {
  for (let at = parents[place] ?? -1; at >= 0; at = parents[at] ?? -1) {
    const node = ids[at];
    if (node) return `${node.kind}:${node.name}`;
  }
  return start;
}
