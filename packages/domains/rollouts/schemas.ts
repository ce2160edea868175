import { z } from "zod";
import { variantInput } from "../deployments/schemas.ts";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";

export const rolloutStates = ["running", "paused", "completed", "rolled_back", "cancelled"] as const;
export const rolloutState = z.enum(rolloutStates);
export type RolloutState = z.infer<typeof rolloutState>;

const onBreach = z.enum(["rollback", "pause"]).default("rollback");
const samplesMin = z
  .int()
  .min(10)
  .max(1_000_000)
  .describe("Of the canary and of the champion, before it can pass");

export const guardKinds = ["error-rate", "latency", "output"] as const;
export const guard = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("error-rate"),
    increaseMax: z.number().min(0).max(1).default(0.01).describe("Over the champion's share, as a share"),
    shareMax: z.number().min(0).max(1).nullable().default(null).describe("And never above this share"),
    samplesMin: samplesMin.default(100),
    onBreach,
  }),
  z.object({
    kind: z.literal("latency"),
    ratioMax: z
      .number()
      .min(1)
      .max(100)
      .nullable()
      .default(1.5)
      .describe("Of the 95th percentile to the champion's"),
    p95MsMax: z.number().min(1).max(600_000).nullable().default(null).describe("And never above this, ms"),
    samplesMin: samplesMin.default(100),
    onBreach,
  }),
  z.object({
    kind: z.literal("output"),
    distanceMax: z
      .number()
      .min(0.01)
      .max(1)
      .default(0.15)
      .describe(
        "Of the distributions of answers: Kolmogorov-Smirnov for numbers, total variation for labels",
      ),
    samplesMin: samplesMin.default(200),
    onBreach,
  }),
]);
export type Guard = z.output<typeof guard>;

export const step = z.object({
  weight: z.number().gt(0).max(100).describe("Per cent of requests to the canary"),
  minutes: z.number().min(0).max(10_080).describe("How long at least"),
});
export type Step = z.output<typeof step>;

export const defaultSteps: Step[] = [
  { weight: 5, minutes: 10 },
  { weight: 25, minutes: 10 },
  { weight: 100, minutes: 10 },
];
export const defaultGuards = [
  { kind: "error-rate", increaseMax: 0.01, shareMax: null, samplesMin: 100, onBreach: "rollback" },
  { kind: "latency", ratioMax: 1.5, p95MsMax: null, samplesMin: 100, onBreach: "rollback" },
  { kind: "output", distanceMax: 0.15, samplesMin: 200, onBreach: "rollback" },
] satisfies Guard[];

export const policy = z.object({
  steps: z
    .array(step)
    .min(1)
    .max(20)
    .refine(
      (steps) => steps.every((one, at) => at === 0 || one.weight > (steps[at - 1]?.weight ?? 0)),
      "Each step takes more than the one before",
    )
    .default(defaultSteps),
  guards: z
    .array(guard)
    .max(3)
    .refine((list) => new Set(list.map(({ kind }) => kind)).size === list.length, "One guard of each kind")
    .default(defaultGuards),
  falseAlarmMax: z
    .number()
    .min(0.0001)
    .max(0.2)
    .default(0.01)
    .describe("Chance that a canary as good as the champion trips any guard during the whole rollout"),
  waitMinutesMax: z
    .number()
    .min(0)
    .max(10_080)
    .default(60)
    .describe("A step that lacks samples for this long after its time is paused"),
});
export type Policy = z.output<typeof policy>;
const defaultPolicy: Policy = {
  steps: defaultSteps,
  guards: defaultGuards,
  falseAlarmMax: 0.01,
  waitMinutesMax: 60,
};

export const startInput = z.object({
  deploymentId: z.uuid(),
  canary: variantInput.omit({ role: true, weight: true, id: true }),
  policy: policy.default(defaultPolicy),
  reason: z.string().trim().max(1_000).optional(),
});
export const stepInput = idInput.extend({ reason: z.string().trim().max(1_000).optional() });
export const listInput = z.object({
  ...pageInput,
  deploymentId: z.uuid().optional(),
  state: rolloutState.or(z.literal("active")).optional().describe("active is running or paused"),
});

/** What a guard found the last time it looked. */
export const finding = z.object({
  kind: z.enum(guardKinds),
  state: z.enum(["waiting", "passing", "breached"]).describe("waiting: too few samples to say"),
  /** One sentence for people. */
  text: z.string(),
  test: z.string().describe("What was computed"),
  canary: z.number().nullable().describe("Share of errors, 95th percentile in ms, or null"),
  champion: z.number().nullable(),
  canarySamples: z.int(),
  championSamples: z.int(),
  samplesMin: z.int(),
  /** Bounds that hold at every look with the rollout's chance of a false alarm. */
  canaryAtLeast: z.number().nullable(),
  championAtMost: z.number().nullable(),
  pValue: z.number().nullable(),
  distance: z.number().nullable().describe("Of the distributions of answers"),
  limit: z.number().nullable().describe("What it must not exceed, in the unit of its values"),
});
export type Finding = z.output<typeof finding>;

const side = z.object({ variantId: z.uuid(), model: z.string(), version: z.string() });

export const rollout = z.object({
  id: z.uuid(),
  deploymentId: z.uuid(),
  deploymentName: z.string(),
  state: rolloutState,
  policy,
  canary: side,
  champion: side,
  stepIndex: z.int().describe("From 0"),
  stepStartedAt: isoTime,
  findings: z.array(finding),
  /** Of the last evaluation. */
  evaluatedAt: isoTimeOrNull,
  fault: z.string().nullable().describe("Why the last evaluation did not work"),
  reason: z.string().describe("Why it is in its state"),
  baseRevision: z.int().describe("Of the deployment, before it began"),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  endedAt: isoTimeOrNull,
});
export type Rollout = z.output<typeof rollout>;
export const rolloutPage = pageOf(rollout);

export const entryKinds = [
  "started",
  "advanced",
  "paused",
  "resumed",
  "completed",
  "rolled_back",
  "cancelled",
] as const;
export const entry = z.object({
  id: z.uuid(),
  at: isoTime,
  kind: z.enum(entryKinds),
  stepIndex: z.int(),
  text: z.string(),
  findings: z.array(finding),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
});
export type RolloutEntry = z.output<typeof entry>;
export const timelineInput = idInput.extend(pageInput);
export const timelinePage = pageOf(entry);
