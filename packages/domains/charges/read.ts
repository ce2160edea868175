import { invalid } from "@triops/kernel/errors";
import { chargeSums, chargesOverTime, chargeTotal, dearest } from "@triops/telemetry/llm/charges";
import { windowOf } from "../query-text.ts";
import { defineQuery } from "../verb.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { namesOf } from "./names.ts";
import { type ChargeDimension, chargeDimensions } from "./rules.ts";
import { overTimeInput, overTime as overTimeOutput, sumsInput, sums as sumsOutput } from "./schemas.ts";

const dayMs = 86_400_000;
/** A year and a little: a chart of a year may begin at a whole step. */
const rangeMsMax = 400 * dayMs;

/** @throws invalid */
function windowFor(range: { from?: string | undefined; to?: string | undefined }, now: Date) {
  const window = windowOf(range, now, dayMs);
  const rangeMs = window.to.getTime() - window.from.getTime();
  const fault = (message: string) => invalid("Some fields are missing or wrong", [{ path: "from", message }]);
  if (rangeMs <= 0) throw fault("It begins after it ends");
  if (rangeMs > rangeMsMax) throw fault("At most 400 days");
  return window;
}

const filtersOf = (input: { [By in ChargeDimension]?: string | undefined }) =>
  Object.fromEntries(chargeDimensions.map((name) => [name, input[name]])) as {
    [By in ChargeDimension]?: string | undefined;
  };

/** What calls cost, by whom or what; the last day unless said otherwise. */
export const sums = defineQuery({
  name: "charges.sums",
  permission: "charges:read",
  input: sumsInput,
  output: sumsOutput,
  run: async ({ db, runtime, context }, { by, cursor, limit, from, to, ...rest }) => {
    const window = windowFor({ from, to }, context.now);
    const scope = { workspaceId: context.workspaceId, window, filters: filtersOf(rest) };
    const after = cursor === undefined ? null : decodeCursor(cursor, by.length);
    const [rows, total] = await Promise.all([
      chargeSums(runtime.telemetry, { ...scope, by, after, limit: limit + 1 }),
      chargeTotal(runtime.telemetry, scope),
    ]);
    const shown = rows.slice(0, limit);
    const names = await namesOf(db, by, shown);
    const last = shown.at(-1);
    return {
      ...window,
      total,
      data: shown.map(({ group, p50Ms, p95Ms, firstTokenP50Ms, lastMs, ...figures }) => ({
        ...figures,
        group: Object.fromEntries(by.map((name, index) => [name, group[index] ?? ""])),
        names: Object.fromEntries(by.map((name, index) => [name, names(name, group[index] ?? "")])),
        latencyMsP50: p50Ms,
        latencyMsP95: p95Ms,
        firstTokenMsP50: firstTokenP50Ms,
        lastAt: new Date(lastMs),
      })),
      nextCursor: rows.length > limit && last ? encodeCursor(last) : null,
    };
  },
});

/** Steps that read well on an axis, in seconds. */
const steps = [60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 7 * 86_400];
const pointsAbout = 60;
const pointsMax = 2_000;

/** The same over time: one series for all, or one for each of the dearest values and one for the rest. */
export const overTime = defineQuery({
  name: "charges.over-time",
  permission: "charges:read",
  input: overTimeInput,
  output: overTimeOutput,
  run: async ({ db, runtime, context }, { by, stepSeconds, series: seriesMax, from, to, ...rest }) => {
    const window = windowFor({ from, to }, context.now);
    const rangeSeconds = (window.to.getTime() - window.from.getTime()) / 1_000;
    const usual = steps.find((step) => rangeSeconds / step <= pointsAbout * 2) ?? 31 * 86_400;
    const chosen = Math.max(stepSeconds ?? usual, Math.ceil(rangeSeconds / pointsMax));
    const scope = { workspaceId: context.workspaceId, window, filters: filtersOf(rest) };
    const values = by ? await dearest(runtime.telemetry, { ...scope, by, limit: seriesMax }) : [""];
    const points = await chargesOverTime(runtime.telemetry, {
      ...{ ...scope, by: by ?? null, values, stepMs: chosen * 1_000 },
    });
    const names = by
      ? await namesOf(
          db,
          [by],
          values.map((value) => ({ group: [value] })),
        )
      : () => "All calls";
    const of = (isMine: (point: (typeof points)[number]) => boolean) =>
      points.filter(isMine).map(({ atMs, value: _value, rest: _rest, ...figures }) => ({
        ...figures,
        at: new Date(atMs),
      }));
    const series = values.map((value) => ({
      value,
      name: by ? names(by, value) : "All calls",
      points: of((point) => !point.rest && point.value === value),
    }));
    const others = of(({ rest: isRest }) => isRest);
    return {
      ...window,
      stepSeconds: chosen,
      series: others.length > 0 ? [...series, { value: null, name: "The rest", points: others }] : series,
    };
  },
});
