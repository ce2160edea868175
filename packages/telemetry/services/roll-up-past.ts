import type { Telemetry, Window } from "../client/telemetry.ts";
import { readProgress, writeProgress } from "./progress.ts";
import { admitPast, computeMinutes } from "./roll-up.ts";

const minuteMs = 60_000;
/** Minutes computed by one statement: enough that thirty days take few, few enough that each is quick. */
const stretchMs = 48 * 60 * minuteMs;

/** A store without spans yet is rolled up from now on, however old the spans are that are about to come. */
export async function prepareSpanRollUp(telemetry: Telemetry, now: Date): Promise<void> {
  if ((await readProgress(telemetry)).spans === null) await writeProgress(telemetry, "spans", now.getTime());
}

/**
 * Rolls up spans of one workspace whose time of receipt lies in the past, which the regular run does not look for:
 * imported or made-up ones. Same statements, same figures.
 * @throws unavailable
 */
export async function rollUpPast(
  telemetry: Telemetry,
  past: { workspaceId: string; window: Window; retentionDays: number; now: Date },
): Promise<void> {
  const { workspaceId, window, retentionDays: days } = past;
  await admitPast(telemetry, workspaceId, window);
  const toMs = window.to.getTime();
  for (let fromMs = window.from.getTime(); fromMs < toMs; fromMs += stretchMs) {
    const untilMs = Math.min(toMs, fromMs + stretchMs);
    await computeMinutes(telemetry, { workspaceId, fromMs, untilMs, days }, past.now.getTime());
  }
}
