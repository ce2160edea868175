import { manualClock } from "@triops/kernel/clock";
import { createLogger } from "@triops/kernel/logger";
import { putSamples } from "@triops/telemetry/testing";
import { createHarness, type Harness } from "@triops/testing/harness";
import type { Caller, Runtime } from "../runtime.ts";
import { type EvaluationResult, evaluateMonitors } from "./evaluate.ts";
import { type Evaluator, newEvaluator } from "./evaluator.ts";

/** Minutes from the start of the story. */
export const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, 0) + minutes * 60_000);

/** Noise that repeats: no randomness in tests. */
const noise = (minute: number) => Math.abs(Math.sin(minute * 12.9898) * 43758.5453) % 1;
/** A calm series. */
export const usual = (minute: number) => 0.3 + 0.02 * noise(minute);
export const far = (minute: number) => 0.9 + 0.02 * noise(minute);

export const busy = {
  name: "CPU is busy",
  severity: "sev2" as const,
  signal: { metric: "cpu", filters: [], groupBy: [], aggregate: "avg" as const },
  condition: { kind: "threshold" as const, op: ">=" as const, value: 0.95, forMinutes: 2 },
};
export const busyAtOnce = { ...busy, condition: { ...busy.condition, forMinutes: 0 } };
export const unusual = {
  name: "CPU is unusual",
  severity: "sev3" as const,
  signal: busy.signal,
  condition: { kind: "anomaly" as const, sensitivity: "medium" as const, forMinutes: 1 },
};

/** As a process that ends, one way or the other, and another that begins. */
export const restart = newEvaluator;

export type World = {
  harness: Harness;
  clock: ReturnType<typeof manualClock>;
  /** Triops itself in a new workspace, at minute 0. */
  newWorkspace(): Promise<Caller>;
  /** One sample each ten seconds over [from, to) minutes. */
  send(
    caller: Caller,
    metric: string,
    labels: Record<string, string>,
    from: number,
    to: number,
    value: (minute: number) => number,
  ): Promise<void>;
  /** One run of the evaluation at that minute; events are delivered. */
  evaluateAt(minute: number, evaluator: Evaluator, runtime?: Runtime): Promise<EvaluationResult>;
  /** Runs shortly after the end of each minute, as the schedule would. */
  evaluateMinutes(from: number, to: number, evaluator: Evaluator): Promise<void>;
  alertsOf(caller: Caller): ReturnType<Runtime["database"]["alert"]["findMany"]>;
  incidentsOf(caller: Caller): ReturnType<Runtime["database"]["incident"]["findMany"]>;
};

export async function createWorld(): Promise<World> {
  const clock = manualClock(at(0));
  const harness = await createHarness({ clickhouse: true, clock });
  const { runtime } = harness;
  const evaluateAt: World["evaluateAt"] = async (minute, evaluator, over = runtime) => {
    clock.set(at(minute));
    const signal = new AbortController().signal;
    const log = createLogger("test", "silent");
    const result = await evaluateMonitors(over, evaluator, { now: clock.now(), signal, log });
    await harness.settle();
    return result;
  };
  return {
    harness,
    clock,
    evaluateAt,
    async newWorkspace() {
      clock.set(at(0));
      return harness.systemCaller(await harness.makeWorkspace());
    },
    async send({ context: { workspaceId } }, metric, labels, from, to, value) {
      const points: [Date, number][] = [];
      for (let minute = from; minute < to - 1e-9; minute += 1 / 6) points.push([at(minute), value(minute)]);
      await putSamples(runtime.telemetry, workspaceId, { metric, kind: "gauge", labels, points });
    },
    async evaluateMinutes(from, to, evaluator) {
      for (let minute = from; minute <= to; minute++) await evaluateAt(minute + 0.2, evaluator);
    },
    alertsOf: ({ context: { workspaceId } }) =>
      runtime.database.alert.findMany({ where: { workspaceId }, orderBy: { id: "asc" } }),
    incidentsOf: ({ context: { workspaceId } }) =>
      runtime.database.incident.findMany({ where: { workspaceId }, orderBy: { id: "asc" } }),
  };
}
