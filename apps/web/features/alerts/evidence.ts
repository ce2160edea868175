import { z } from "zod";

/** What a monitor stored with its alert; other sources may store anything, so each part is optional. */
const evidence = z.object({
  kind: z.enum(["threshold", "anomaly", "absence"]),
  metric: z.string(),
  /** The query that was watched, when it was one. */
  promql: z.string().optional(),
  unit: z.string().optional(),
  aggregate: z.string().optional(),
  value: z.number().nullable().optional(),
  since: z.string().optional(),
  points: z.array(z.tuple([z.number(), z.number().nullable()])).default([]),
  moved: z
    .array(
      z.object({
        at: z.string(),
        metric: z.string(),
        labels: z.record(z.string(), z.string()),
        score: z.number(),
        value: z.number().nullable(),
      }),
    )
    .default([]),
  op: z.string().optional(),
  threshold: z.number().optional(),
  forMinutes: z.number().optional(),
  afterMinutes: z.number().optional(),
  score: z.number().optional(),
  expected: z.number().nullable().optional(),
  lower: z.number().nullable().optional(),
  upper: z.number().nullable().optional(),
  confidence: z.number().optional(),
  parts: z.array(z.object({ name: z.string(), contribution: z.number() })).default([]),
  trainedFrom: z.string().nullable().optional(),
  trainedTo: z.string().optional(),
});
export type Evidence = z.infer<typeof evidence>;

/** The monitor's evidence, or null when the alert came from elsewhere. */
export function readEvidence(raw: Record<string, unknown>): Evidence | null {
  const parsed = evidence.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

const signs: Record<string, string> = {
  level: "unlike its usual level",
  change: "a sudden change",
  shift: "a lasting shift",
  spread: "steadier or wilder than usual",
  activity: "more or less movement than usual",
  season: "unlike this time of day",
  week: "unlike this hour of the week",
  rarity: "a value seldom seen",
};

/** What the detector's view of that name saw, in words. */
export const signText = (name: string): string => signs[name] ?? name;

const sideOf: Record<string, string> = { ">": "above", ">=": "at least", "<": "below", "<=": "at most" };

type Say = (value: number) => string;

/** Why, in one sentence. `say` prints a value with the metric's unit. */
export function whySentence(facts: Evidence, say: Say): string {
  const value = typeof facts.value === "number" ? say(facts.value) : "the value";
  switch (facts.kind) {
    case "threshold": {
      const lasting = facts.forMinutes ? ` for ${facts.forMinutes} minutes` : "";
      return `${value} is ${sideOf[facts.op ?? ""] ?? "beyond"} ${facts.threshold === undefined ? "the limit" : say(facts.threshold)}${lasting}.`;
    }
    case "absence":
      return `No point has arrived for ${facts.afterMinutes ?? "some"} minutes.`;
    case "anomaly": {
      const band =
        typeof facts.lower === "number" && typeof facts.upper === "number"
          ? `between ${say(facts.lower)} and ${say(facts.upper)}`
          : "something else";
      return `${value}, where ${band} was expected.`;
    }
  }
}
