import { notFound } from "@triops/kernel/errors";
import { type OpenedSpan, openLlmSpan } from "@triops/telemetry/llm/open-span";
import { defineQuery } from "../verb.ts";
import { placeOf } from "./read.ts";
import { llmSpan, spanInput } from "./schemas.ts";

/** Everything known of one span: its facts, its bodies mapped again from the attributes as they came. @throws notFound */
export const getSpan = defineQuery({
  name: "llm-traces.getSpan",
  permission: "llm-traces:read",
  input: spanInput,
  output: llmSpan,
  run: async (reading, { traceId, spanId, at }) => {
    const { workspaceId } = reading.context;
    const window = await placeOf(reading, traceId, at);
    const found = await openLlmSpan(reading.runtime.telemetry, { workspaceId, traceId, spanId, window });
    if (!found) throw notFound("span");
    return present(traceId, found);
  },
});

function present(traceId: string, { facts, stored, body }: OpenedSpan) {
  const startNs = BigInt(facts.timeNs);
  const costs = new Map(facts.costNames.map((name, place) => [name, facts.costValues[place] ?? null]));
  const firstTokenNs = Number(facts.firstTokenNs);
  return {
    ...facts,
    traceId,
    time: new Date(Number(startNs / 1_000_000n)),
    durationMs: Number(facts.durationNs) / 1e6,
    firstTokenMs: firstTokenNs === 0 ? null : firstTokenNs / 1e6,
    metadata: facts.metadataNames.map((name, place) => ({ name, value: facts.metadataValues[place] ?? "" })),
    prompt:
      facts.promptName === ""
        ? null
        : {
            id: facts.promptId,
            name: facts.promptName,
            version: facts.promptVersion,
            label: facts.promptLabel,
          },
    usage: facts.usageNames.map((bucket, place) => ({
      bucket,
      quantity: facts.usageValues[place] ?? 0,
      costUsd: costs.get(bucket) ?? null,
    })),
    body,
    attributes: stored?.attributes ?? {},
    resource: stored?.resource ?? {},
    events: (stored?.eventNames ?? []).map((name, place) => ({
      name,
      offsetMs: Number(BigInt(stored?.eventNs[place] ?? facts.timeNs) - startNs) / 1e6,
      attributes: stored?.eventAttributes[place] ?? {},
    })),
    hasBody: stored !== null,
  };
}
