import { invalid } from "@triops/kernel/errors";
import type { LlmScope } from "@triops/telemetry/llm/scope";
import { rangeMsMax, windowOf } from "../query-text.ts";
import { tracesScored } from "../scores/index.ts";
import type { Reading } from "../verb.ts";
import { parseLlmQuery, scoreTerms } from "./query.ts";

export type Asked = { from?: string | undefined; to?: string | undefined; q: string };

/** Calls of models are rarer than spans: the last day unless a range is given. */
const usualMs = 86_400_000;

/** What is asked, with the traces that have the scores it asks for. @throws invalid */
export async function scopeOf(reading: Reading, { q, ...range }: Asked): Promise<LlmScope> {
  const window = windowOf(range, reading.context.now, usualMs);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The end of the range must come after its start");
  if (spanMs > rangeMsMax) throw invalid("A range covers at most 400 days");
  const filter = parseLlmQuery(q);
  const scored = new Map<string, readonly string[]>();
  for (const { key, ...term } of scoreTerms(filter))
    scored.set(key, await tracesScored(reading.db, term, window));
  return { workspaceId: reading.context.workspaceId, window, filter, scored };
}
