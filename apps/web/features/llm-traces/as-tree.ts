import type { LlmTrace } from "@triops/domains/llm-traces/schemas";
import type { TraceSkeleton } from "@triops/domains/traces/schemas";

/**
 * The trace in the form that tree and waterfall are drawn from. A span is known by its kind where a request's is known
 * by its service: that is what its colour tells.
 */
export function asTree(trace: LlmTrace): TraceSkeleton {
  const { spans } = trace;
  const operations: string[] = [];
  const known = new Map<string, number>();
  const operationOf = (place: number): number => {
    const name = trace.names[spans.name[place] as number] ?? "";
    const model = trace.models[spans.model[place] as number] ?? "";
    const text = model === "" || name.includes(model) ? name : `${name} ${model}`;
    const at = known.get(text) ?? operations.push(text) - 1;
    known.set(text, at);
    return at;
  };
  return {
    traceId: trace.traceId,
    time: trace.time,
    startMs: trace.startMs,
    durationMs: trace.durationMs,
    isCut: trace.isCut,
    services: trace.kinds,
    operations,
    kinds: ["internal"],
    statuses: trace.statuses,
    spans: {
      id: spans.id,
      parent: spans.parent,
      service: spans.kind,
      operation: spans.id.map((_, place) => operationOf(place)),
      kind: spans.id.map(() => 0),
      status: spans.status,
      startUs: spans.startUs,
      durationUs: spans.durationUs,
      marks: spans.id.map(() => 0),
    },
  };
}
