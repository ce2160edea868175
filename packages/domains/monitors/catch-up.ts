import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { minuteMs } from "./fold.ts";
import type { Found } from "./found.ts";
import { foundOf, groupPoints, historyOf, latestOf } from "./points.ts";
import { closedMinute, isGrouped, isPerMinute, timingOf } from "./rules.ts";
import type { HotMonitor } from "./watched.ts";

/** Samples may be this late and still be judged: series are judged from their own last point on. */
export const overlapMs = minuteMs;

const hourMs = 60 * minuteMs;
/** A new baseline learns from at most this much history … */
const learnMsMax = 14 * 24 * hourMs;
/** … and at most this many points, over all series of the monitor: seconds, not minutes. */
const learnPointsMax = 1_000_000;
/** Series that learn before the time is looked at again. */
const seriesPerPortion = 250;
/** Samples are read for this long a stretch at once: a quarter of an hour, less when there are many series. */
const stretchOf = (seriesCount: number): number =>
  Math.min(15, Math.max(1, Math.floor(30_000 / Math.max(1, seriesCount)))) * minuteMs;

type Judge = (found: Found[], quiet: boolean) => Promise<void>;

/**
 * Brings a new monitor, or one that was left behind while Triops was down, up to the present. What is older than the
 * monitor, or than about an hour, is only learned from; the rest is judged as if it had come in time.
 * Moves `judgedTo`; stops when the time for it `isOver`, to be continued by the next run.
 */
export async function catchUp(
  hot: HotMonitor,
  telemetry: Telemetry,
  now: number,
  isOver: () => boolean,
  judge: Judge,
): Promise<void> {
  const { rule } = hot;
  const { condition } = rule;
  const isNew = hot.judgedTo === 0;
  const perMinute = isPerMinute(rule.signal, condition);
  const { forMs } = timingOf(condition);
  const patience = condition.kind === "absence" ? condition.afterMinutes * minuteMs : 0;
  // What already lasts when a monitor is made counts; for an anomaly there is nothing before its baseline.
  const backMs = isNew ? (condition.kind === "anomaly" ? 0 : forMs + patience) : Math.max(hourMs, 2 * forMs);
  const judgeFrom = Math.floor((now - backMs) / minuteMs) * minuteMs - 2 * minuteMs;
  if (condition.kind === "anomaly" && (hot.judgedTo < judgeFrom || hot.relearn)) {
    if (!(await learn(hot, telemetry, Math.max(hot.judgedTo, judgeFrom), now, isOver, judge))) return;
    hot.relearn = false;
  }
  hot.judgedTo = Math.max(hot.judgedTo, judgeFrom);
  const until = perMinute ? closedMinute(now) : now;
  while (hot.judgedTo < until && !isOver()) {
    if (perMinute && !isGrouped(rule.signal)) {
      const series = await seriesOf(hot, telemetry, now);
      const from = hot.judgedTo - overlapMs;
      await historyOf(telemetry, rule, series, from, until, (found) => judge(found, false));
      hot.judgedTo = until;
      return;
    }
    const end = Math.min(until, hot.judgedTo + stretchOf(hot.series.size));
    await judge(await read(hot, telemetry, hot.judgedTo - overlapMs, end), false);
    hot.judgedTo = end;
  }
}

async function read(hot: HotMonitor, telemetry: Telemetry, from: number, until: number): Promise<Found[]> {
  const { rule } = hot;
  if (isGrouped(rule.signal)) {
    const groups = await groupPoints(telemetry, rule, from, until, { known: hot.series.values() });
    hot.seriesTotal = groups.total;
    return groups.found;
  }
  const series = (await latestOf(telemetry, [rule], from, until)).get(rule.id) ?? [];
  if (series instanceof Error) throw series;
  hot.seriesTotal = series.length;
  return series.map((one) => foundOf(rule, one, hot.series.get(one.seriesId), until));
}

/** Feeds history into the baselines, up to `to`, without judging it. @returns whether all have learned */
async function learn(
  hot: HotMonitor,
  telemetry: Telemetry,
  to: number,
  now: number,
  isOver: () => boolean,
  judge: Judge,
): Promise<boolean> {
  const { rule } = hot;
  if (isGrouped(rule.signal)) {
    const { total } = await groupPoints(telemetry, rule, now - 10 * minuteMs, now, { groupsMax: 1 });
    const from = Math.max(hot.relearn ? 0 : hot.judgedTo, learnFrom(to, total));
    // Portions of a day: the rows of all groups are in memory at once. A second time is passed over.
    for (let start = from; start < to; start += 24 * hourMs) {
      const groups = await groupPoints(telemetry, rule, start, Math.min(to, start + 24 * hourMs));
      await judge(groups.found, true);
    }
    return true;
  }
  const series = await seriesOf(hot, telemetry, now);
  const from = Math.max(hot.relearn ? 0 : hot.judgedTo, learnFrom(to, series.length));
  hot.learned ??= new Set();
  const { learned } = hot;
  const left = series.filter((one) => !learned.has(one.seriesId));
  for (let i = 0; i < left.length; i += seriesPerPortion) {
    if (isOver()) return false;
    const portion = left.slice(i, i + seriesPerPortion);
    await historyOf(telemetry, rule, portion, from, to, (found) => judge(found, true));
    for (const one of portion) learned.add(one.seriesId);
  }
  hot.learned = null;
  return true;
}

/** The series that match now; those that went silent long ago are nobody's concern. */
async function seriesOf(hot: HotMonitor, telemetry: Telemetry, now: number) {
  const { rule } = hot;
  const series = (await latestOf(telemetry, [rule], now - minuteMs, now)).get(rule.id) ?? [];
  if (series instanceof Error) throw series;
  hot.seriesTotal = series.length;
  return series;
}

/** The more series, the shorter the history that each learns from. */
function learnFrom(to: number, seriesCount: number): number {
  const minutes = learnPointsMax / Math.max(1, seriesCount);
  return to - Math.floor(Math.min(learnMsMax / minuteMs, minutes)) * minuteMs;
}
