import type { LlmSession, LlmTimeline, LlmTraceLine } from "@triops/domains/llm-traces/schemas";
import { formatCount, formatDuration, formatUsd } from "@triops/ui/units";

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "1,204 calls cost $3.10: 12 failed, 95 % took at most 2.1 s; 4 have no price." */
export function answerFor({ total }: LlmTimeline, q: string): string {
  if (total.calls === 0) return q === "" ? "No model was called." : "No call in this range fits.";
  const cost = total.costUsd === null ? "" : ` cost ${formatUsd(Number(total.costUsd))}`;
  const failed = total.errors === 0 ? "none failed" : `${formatCount(total.errors)} failed`;
  const within = total.p95Ms === null ? "" : `, 95 % took at most ${formatDuration(total.p95Ms)}`;
  const unpriced =
    total.unpriced === 0 ? "" : `; ${formatCount(total.unpriced)} without a price are not in it`;
  return `${plural(total.calls, "call")}${cost}: ${failed}${within}${unpriced}.`;
}

/** What came of a trace, in one sentence. */
export function traceAnswer(line: LlmTraceLine): string {
  const cost =
    line.costUsd === null
      ? line.unpricedCount > 0
        ? "its cost is not known"
        : "it cost nothing"
      : `it cost ${formatUsd(Number(line.costUsd))}`;
  const failed = line.errorCount === 0 ? "" : `, ${plural(line.errorCount, "span")} failed`;
  const estimated = line.estimatedCount > 0 ? ", partly estimated" : "";
  return `${plural(line.callCount, "model call")} in ${formatDuration(line.durationMs)}: ${cost}${estimated}, ${formatCount(line.inputTokens)} tokens read and ${formatCount(line.outputTokens)} written${failed}.`;
}

/** A cost with its doubt: "≈ $0.01", "$0.01 + ?", "no price". */
export function costText(cost: { costUsd: string | null; unpriced: boolean; estimated: boolean }): string {
  if (cost.costUsd === null) return cost.unpriced ? "no price" : "–";
  return `${cost.estimated ? "≈ " : ""}${formatUsd(Number(cost.costUsd))}${cost.unpriced ? " + ?" : ""}`;
}

/** What a session came to, in one sentence. */
export function sessionAnswer(session: LlmSession): string {
  const tookMs = Date.parse(session.lastTime) - Date.parse(session.firstTime);
  const within = session.traceCount < 2 ? "" : ` within ${formatDuration(tookMs)}`;
  const cost = session.costUsd === null ? "" : ` cost ${formatUsd(Number(session.costUsd))}`;
  const unpriced =
    session.unpricedCount === 0
      ? ""
      : `; ${formatCount(session.unpricedCount)} without a price are not in it`;
  const failed = session.errorCount === 0 ? "" : `, ${plural(session.errorCount, "span")} failed`;
  return `${plural(session.traceCount, "turn")}${within}: ${plural(session.callCount, "model call")}${cost}, ${formatCount(session.inputTokens)} tokens read and ${formatCount(session.outputTokens)} written${failed}${unpriced}.`;
}

/** A value as a search names it. */
export const quoted = (value: string): string =>
  /^[\w.@-]+$/.test(value) ? value : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
