import { createHash } from "node:crypto";
import { scored } from "@triops/domains/scores/rules";
import { type TakenScore, takenScore } from "@triops/domains/scores/schemas";
import type { CheckedLog, DecodedLog } from "@triops/telemetry/otlp/log-model";
import type { SpanRow } from "@triops/telemetry/tables/spans";

/** https://github.com/open-telemetry/semantic-conventions-genai, docs/gen-ai/gen-ai-events.md */
export const evaluationEvent = "gen_ai.evaluation.result";

/**
 * Results of evaluations that came as events of spans, as scores of the span that was evaluated: the one the event hangs
 * on, or for a span of the evaluation itself its parent. What is no score of ours is left with its span.
 */
export function evaluationsOf(spans: readonly SpanRow[]): TakenScore[] {
  const scores: TakenScore[] = [];
  for (const span of spans) {
    for (const [place, { name, attributes, timeNs }] of span.events.entries()) {
      if (name !== evaluationEvent) continue;
      const isOwn = span.attributes.some(
        ([key, value]) => key === "openinference.span.kind" && value === "EVALUATOR",
      );
      scores.push(
        ...scoreOf(new Map(attributes), {
          externalId: `${span.traceId}${span.spanId}:${place}`,
          traceId: span.traceId,
          spanId: isOwn && span.parentSpanId !== "" ? span.parentSpanId : span.spanId,
          atNs: timeNs > 0n ? timeNs : span.startNs,
        }),
      );
    }
  }
  return scores;
}

/**
 * The same that came as a log record: of the span in whose context it was logged, or of the answer that it names. Known
 * by its content as sent, so that one that is sent again replaces itself, with a time of its own or without.
 */
export function evaluationOfLog(log: CheckedLog, sent: DecodedLog): TakenScore[] {
  const said = new Map(log.attributes);
  const content = JSON.stringify([String(sent.timeNs), log.traceId, log.spanId, [...log.attributes].sort()]);
  return scoreOf(said, {
    externalId: `log:${createHash("sha256").update(content).digest("hex").slice(0, 32)}`,
    traceId: log.traceId,
    spanId: log.spanId,
    responseId: (said.get("gen_ai.response.id") ?? "").slice(0, 200),
    atNs: log.timeNs,
  });
}

type About = Pick<TakenScore, "externalId" | "traceId" | "spanId"> & { responseId?: string; atNs: bigint };

/** One score or none: an evaluation that failed, or says nothing of ours, has no value. */
function scoreOf(said: ReadonlyMap<string, string>, { atNs, ...about }: About): TakenScore[] {
  const number = said.get("gen_ai.evaluation.score.value") || undefined;
  const label = said.get("gen_ai.evaluation.score.label") || undefined;
  const why = said.get("gen_ai.evaluation.explanation");
  const score = takenScore.safeParse({
    ...about,
    name: said.get("gen_ai.evaluation.name") ?? "evaluation",
    value: number === undefined ? label : Number(number),
    comment: (why ?? (number === undefined ? "" : (label ?? ""))).slice(0, 4_000),
    at: new Date(Number(atNs / 1_000_000n)).toISOString(),
  });
  if (!score.success || !isScore(score.data)) return [];
  const { traceId, responseId } = score.data;
  return traceId === "" && responseId === "" ? [] : [score.data];
}

/** Whether it would be taken: what fails later would only come back. */
export function isScore({ value, kind }: Pick<TakenScore, "value" | "kind">): boolean {
  try {
    scored(value, kind);
    return true;
  } catch {
    return false;
  }
}
