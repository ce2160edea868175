import { giveBuffer } from "@triops/telemetry/client/row-buffers";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { llmSpanColumns, llmSpansTable } from "@triops/telemetry/llm/llm-span-row";
import { spanColumns, spansTable } from "@triops/telemetry/tables/spans";
import type { Frame } from "./frames.ts";
import type { Segment } from "./segment.ts";
import { rowsWithout, storedSpans, type Table } from "./stored.ts";

const columns: Record<Table, readonly string[]> = { spans: spanColumns, llm_spans: llmSpanColumns };
const names: Record<Table, string> = { spans: spansTable, llm_spans: llmSpansTable };

/** A store that is away is asked again by the spool: nobody waits here. */
const waitMsMax = 500;

/**
 * Inserts a segment's rows, once however often it is tried: the same bytes under the same token. A segment that another
 * process left may be older than what the store remembers of tokens, so its rows are looked for first.
 * @throws unavailable when the store is away
 */
export async function deliver(
  telemetry: Telemetry,
  segment: Segment,
  frames: readonly Frame[],
): Promise<void> {
  for (const table of ["spans", "llm_spans"] as const) {
    const stored = segment.isLeftOver ? await storedSpans(telemetry, table, frames) : new Set<string>();
    const isWhole = stored.size === 0;
    const body = isWhole
      ? frames.map((frame) => (table === "spans" ? frame.spans : frame.llmSpans))
      : rowsWithout(frames, table, stored);
    if (body.length === 0) continue;
    await telemetry.insertBinary({
      table: names[table],
      columns: columns[table],
      body,
      token: `llm-${segment.name}-${segment.groups}-${table}${isWhole ? "" : `-without-${stored.size}`}`,
      waitMsMax,
    });
  }
  if (!segment.isLeftOver)
    for (const frame of frames) {
      giveBuffer(frame.spans);
      giveBuffer(frame.llmSpans);
    }
}
