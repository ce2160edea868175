import { notFound } from "@triops/kernel/errors";
import { llmFacetSpansMax, llmFacets } from "@triops/telemetry/llm/facets";
import { locateLlmTrace } from "@triops/telemetry/llm/locate";
import { spanParents } from "@triops/telemetry/llm/parents";
import { type LlmTraceLine, searchLlmTraces } from "@triops/telemetry/llm/search";
import { llmTraceSummaries } from "@triops/telemetry/llm/summaries";
import { llmTimeline } from "@triops/telemetry/llm/timeline";
import { llmTree } from "@triops/telemetry/llm/tree";
import { around } from "@triops/telemetry/traces/locate";
import { scoresOfTraces } from "../scores/index.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { agentGraph } from "./agent-graph.ts";
import {
  facets as facetsOutput,
  graph as graphOutput,
  listInput,
  llmTrace,
  llmTracePage,
  oneInput,
  selectionInput,
  timeline as timelineOutput,
} from "./schemas.ts";
import { scopeOf } from "./scope.ts";
import { packTree, parentPlaces } from "./tree.ts";

/** Traces with a span about models that fits. @throws invalid with the place of a fault */
export const list = defineQuery({
  name: "llm-traces.list",
  permission: "llm-traces:read",
  input: listInput,
  output: llmTracePage,
  run: async (reading, { q, from, to, ...page }) => {
    const scope = await scopeOf(reading, { q, from, to });
    const { data, nextCursor } = await searchLlmTraces(reading.runtime.telemetry, { ...scope, ...page });
    return { data: await withScores(reading, data), nextCursor };
  },
});

/** Calls, errors, cost, tokens and latency of the fitting spans, over time. */
export const timeline = defineQuery({
  name: "llm-traces.timeline",
  permission: "llm-traces:read",
  input: selectionInput,
  output: timelineOutput,
  run: async (reading, asked) => llmTimeline(reading.runtime.telemetry, await scopeOf(reading, asked)),
});

export const facets = defineQuery({
  name: "llm-traces.facets",
  permission: "llm-traces:read",
  input: selectionInput,
  output: facetsOutput,
  run: async (reading, asked) => ({
    data: await llmFacets(reading.runtime.telemetry, await scopeOf(reading, asked)),
    spansMax: llmFacetSpansMax,
  }),
});

/** A trace's spans about models in columns with what each cost, without their bodies. @throws notFound */
export const get = defineQuery({
  name: "llm-traces.get",
  permission: "llm-traces:read",
  input: oneInput,
  output: llmTrace,
  run: async (reading, { traceId, at }) => {
    const { tree, parents } = await treeOf(reading, traceId, at);
    const { workspaceId } = reading.context;
    const summaries = await llmTraceSummaries(reading.runtime.telemetry, workspaceId, [
      { traceId, timeMs: tree.startMs },
    ]);
    const summary = summaries.get(traceId);
    const [line = null] = summary
      ? await withScores(reading, [{ ...summary, spanId: tree.spanIds[0] ?? "" }])
      : [];
    const packed = packTree(tree, parents);
    return { ...packed, traceId, time: new Date(tree.startMs), summary: line, scores: line?.scores ?? [] };
  },
});

/** Agents, tools and models of a trace and who called whom. @throws notFound */
export const graph = defineQuery({
  name: "llm-traces.graph",
  permission: "llm-traces:read",
  input: oneInput,
  output: graphOutput,
  run: async (reading, { traceId, at }) => {
    const { tree, parents } = await treeOf(reading, traceId, at);
    return agentGraph(tree, parents);
  },
});

async function treeOf(reading: Reading, traceId: string, at: string | undefined) {
  const { workspaceId } = reading.context;
  const { telemetry } = reading.runtime;
  const window = await placeOf(reading, traceId, at);
  const tree = await llmTree(telemetry, { workspaceId, traceId, window });
  if (!tree) throw notFound("trace");
  const known = new Set(tree.spanIds);
  const isWhole = tree.parentIds.every((id) => id === "" || known.has(id));
  const parentOf = isWhole
    ? new Map<string, string>()
    : await spanParents(telemetry, { workspaceId, traceId, window });
  return { tree, parents: parentPlaces(tree, parentOf) };
}

export async function withScores(reading: Reading, lines: readonly LlmTraceLine[]) {
  const scores = await scoresOfTraces(
    reading.db,
    lines.map(({ traceId }) => traceId),
  );
  return lines.map(({ prompts, ...line }) => ({
    ...line,
    prompts: prompts.map(([name, version, label]) => ({ name, version, label })),
    scores: scores.get(line.traceId) ?? [],
  }));
}

/** Where to read a trace's spans: around a time that is known, or where its id is found. @throws notFound */
export async function placeOf({ context, runtime }: Reading, traceId: string, at: string | undefined) {
  if (at !== undefined) return around(Date.parse(at));
  const { workspaceId, now } = context;
  const found = await locateLlmTrace(runtime.telemetry, { workspaceId, traceId, now });
  if (!found) throw notFound("trace");
  return found;
}
