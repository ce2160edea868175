import { invalid } from "@triops/kernel/errors";
import { listDeadLetters } from "@triops/telemetry/sources/dead-letters";
import { listFlows, listRejections, listSenders } from "@triops/telemetry/sources/senders";
import { busiestMinute, readUsage } from "@triops/telemetry/sources/usage";
import { limitsOf, namesOfKeys } from "../api-keys/index.ts";
import { rangeMsMax, windowOf } from "../query-text.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { gatherSources, ratesOf, stepSecondsFor } from "./gather.ts";
import {
  arrivals,
  deadLetterPage,
  deadLettersInput,
  listInput,
  nothing,
  sourceList,
  usage,
} from "./schemas.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** As in apps/gateway: OTLP's recommended 20 MiB. */
const bodyBytesMax = 20 * 1024 * 1024;

/** @throws invalid for a range that ends before it starts or is longer than any retention */
function scopeOf(
  { context }: Reading,
  range: { from?: string | undefined; to?: string | undefined },
  usualMs: number,
) {
  const window = windowOf(range, context.now, usualMs);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The end of the range must come after its start");
  if (spanMs > rangeMsMax) throw invalid("A range covers at most 400 days");
  return { workspaceId: context.workspaceId, window };
}

/** The last stretch before now, whatever range is shown. */
const lately = ({ context }: Reading, ms: number) => ({
  workspaceId: context.workspaceId,
  window: { from: new Date(context.now.getTime() - ms), to: new Date(context.now.getTime() + minuteMs) },
});

/** Who sends what: per key and signal what came, what was refused and why, and which programs they are. */
export const list = defineQuery({
  name: "sources.list",
  permission: "sources:read",
  input: listInput,
  output: sourceList,
  run: async (reading, range) => {
    const { telemetry } = reading.runtime;
    const { now } = reading.context;
    const scope = scopeOf(reading, range, hourMs);
    const stepSeconds = stepSecondsFor(scope.window.to.getTime() - scope.window.from.getTime());
    const [senders, flows, rejections, minutes] = await Promise.all([
      listSenders(telemetry, scope),
      listFlows(telemetry, scope, stepSeconds),
      listRejections(telemetry, scope),
      listFlows(telemetry, lately(reading, 7 * minuteMs), 60),
    ]);
    const ids = [...new Set([...senders, ...flows].map(({ source }) => source))];
    const keys = await namesOfKeys(reading.db, ids);
    const rates = ratesOf(minutes, now);
    const data = gatherSources({
      senders,
      flows,
      rejections,
      keys,
      window: scope.window,
      stepSeconds,
      now,
    }).map((one) => ({ ...one, perSecond: rates.get(`${one.source}\n${one.signal}`) ?? 0 }));
    const sum = (pick: (one: (typeof data)[number]) => number) =>
      data.reduce((total, one) => total + pick(one), 0);
    return {
      data,
      nextCursor: null,
      stepSeconds,
      totals: {
        perSecond: sum((one) => one.perSecond),
        accepted: sum((one) => one.accepted),
        late: sum((one) => one.late),
        rejected: sum((one) => one.rejected),
        dropped: 0,
      },
    };
  },
});

/** The limits of the workspace and how much of them is used; times of the newest data. */
export const getUsage = defineQuery({
  name: "sources.usage",
  permission: "sources:read",
  input: nothing,
  output: usage,
  run: async (reading) => {
    const { telemetry, database } = reading.runtime;
    const { workspaceId, now } = reading.context;
    const [used, senders, workspace] = await Promise.all([
      readUsage(telemetry, workspaceId, now),
      busiestMinute(telemetry, lately(reading, hourMs)),
      database.workspace.findUnique({
        where: { id: workspaceId },
        select: { retentionDays: true, ingestLimits: true },
      }),
    ]);
    const limits = limitsOf(workspace?.ingestLimits);
    return {
      limits: {
        series: { used: used.series, max: limits.seriesMax },
        labelsPerSeries: { used: used.labelsMax, max: limits.labelsPerSeriesMax },
        bodyBytes: { used: senders.bytesMax, max: bodyBytesMax },
        requestsPerSecond: { used: senders.requestsPerSecond, max: limits.requestsPerSecondMax },
        bytesPerSecond: { used: senders.bytesPerSecond, max: limits.bytesPerSecondMax },
        retentionDays: workspace?.retentionDays ?? 0,
      },
      newest: used.newest,
    };
  },
});

/** Who has been seen in the last day: what turns a set-up live. */
export const listArrivals = defineQuery({
  name: "sources.arrivals",
  permission: "sources:read",
  input: nothing,
  output: arrivals,
  run: async (reading) => ({
    data: await listSenders(reading.runtime.telemetry, lately(reading, 24 * hourMs)),
    nextCursor: null,
  }),
});

/** Samples of what was refused; the last day unless a range is given. */
export const listRefused = defineQuery({
  name: "sources.dead-letters",
  permission: "sources:read",
  input: deadLettersInput,
  output: deadLetterPage,
  run: async (reading, { from, to, ...filters }) => {
    const scope = scopeOf(reading, { from, to }, 24 * hourMs);
    const page = await listDeadLetters(reading.runtime.telemetry, { ...scope, ...filters });
    const keys = await namesOfKeys(reading.db, [...new Set(page.data.map(({ source }) => source))]);
    return {
      ...page,
      data: page.data.map((letter) => ({ ...letter, name: keys.get(letter.source)?.name ?? null })),
    };
  },
});
