import { invalid } from "@triops/kernel/errors";
import type { LogFilter } from "@triops/telemetry/logs/filter";
import { rangeMsMax, windowOf } from "../query-text.ts";
import type { Reading } from "../verb.ts";
import { resolveTemplates } from "./known-templates.ts";
import { parseLogQuery } from "./query.ts";

const hourMs = 3_600_000;

/** What a question about logs is about: one workspace, a stretch of time (the last hour unless given), a filter. */
export async function scopeOf(
  { context, runtime }: Reading,
  input: { from?: string | undefined; to?: string | undefined; q: string },
): Promise<{ workspaceId: string; window: { from: Date; to: Date }; filter: LogFilter }> {
  const window = windowOf(input, context.now, hourMs);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The end of the range must come after its start");
  if (spanMs > rangeMsMax) throw invalid("A range covers at most 400 days");
  const { workspaceId } = context;
  const filter = await resolveTemplates(runtime.telemetry, workspaceId, parseLogQuery(input.q), context.now);
  return { workspaceId, window, filter };
}
