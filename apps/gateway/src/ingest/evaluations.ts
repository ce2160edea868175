import { scored } from "@triops/domains/scores/rules";
import { type TakenScore, takenScore } from "@triops/domains/scores/schemas";
import type { SpanRow } from "@triops/telemetry/tables/spans";

const event = "gen_ai.evaluation.result";

/**
 * Results of evaluations that came as events of spans, as scores of the span that was evaluated: the one the event hangs
 * on, or for a span of the evaluation itself its parent. What is no score of ours is left with its span.
 */
export function evaluationsOf(spans: readonly SpanRow[]): TakenScore[] {
  const scores: TakenScore[] = [];
  for (const span of spans) {
    for (const [place, { name, attributes, timeNs }] of span.events.entries()) {
      if (name !== event) continue;
      const said = new Map(attributes);
      const isOwn = span.attributes.some(
        ([key, value]) => key === "openinference.span.kind" && value === "EVALUATOR",
      );
      const number = said.get("gen_ai.evaluation.score.value");
      const label = said.get("gen_ai.evaluation.score.label");
      const score = takenScore.safeParse({
        externalId: `${span.traceId}${span.spanId}:${place}`,
        name: said.get("gen_ai.evaluation.name") ?? "evaluation",
        value: number === undefined ? label : Number(number),
        comment: (
          said.get("gen_ai.evaluation.explanation") ?? (number === undefined ? "" : (label ?? ""))
        ).slice(0, 4_000),
        traceId: span.traceId,
        spanId: isOwn && span.parentSpanId !== "" ? span.parentSpanId : span.spanId,
        at: new Date(Number((timeNs > 0n ? timeNs : span.startNs) / 1_000_000n)).toISOString(),
      });
      if (score.success && isScore(score.data)) scores.push(score.data);
    }
  }
  return scores;
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
