import { readFileSync } from "node:fs";
import type { SpanRow } from "../../tables/spans.ts";
import { settleCounts, shareTraceFacts } from "./batch.ts";
import { type MappedSpan, mapLlmSpan } from "./map-span.ts";
import { isAboutModels } from "./sign.ts";

type Recorded = {
  recorded: string;
  spans: (Omit<SpanRow, "startNs" | "durationNs"> & { startNs: string; endNs: string })[];
};

/**
 * What an SDK really exported, in the order in which it did: its calls went to the demonstration provider. Long values
 * are cut, vectors left out. `name` is a file of `recorded/`.
 */
export function recordedSpans(name: string): SpanRow[] {
  const text = readFileSync(new URL(`recorded/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as Recorded).spans.map(({ startNs, endNs, ...span }) => ({
    ...span,
    startNs: BigInt(startNs),
    durationNs: BigInt(endNs) - BigInt(startNs),
  }));
}

/** Mapped as one batch. */
export function mappedBatch(spans: readonly SpanRow[]): MappedSpan[] {
  const mapped = spans.filter(isAboutModels).map((span) => mapLlmSpan(span, "key"));
  shareTraceFacts(mapped, spans);
  settleCounts(mapped, spans);
  return mapped;
}
