import type { Flow, Rejection, Sender } from "@triops/telemetry/sources/senders";

export type KeyNames = ReadonlyMap<string, { name: string; prefix: string }>;

type Parts = {
  senders: readonly Sender[];
  flows: readonly Flow[];
  rejections: readonly Rejection[];
  keys: KeyNames;
  window: { from: Date; to: Date };
  stepSeconds: number;
  now: Date;
};

/** Full minutes that the rate of now is the mean of. */
const rateMinutes = 5;
const minuteMs = 60_000;

/** A step that gives about sixty points, in whole minutes. */
export const stepSecondsFor = (spanMs: number): number => Math.max(1, Math.ceil(spanMs / minuteMs / 60)) * 60;

/** One entry per key and signal, whoever sent last first. Pure. */
export function gatherSources(parts: Parts) {
  const { senders, flows, rejections, keys, window, stepSeconds } = parts;
  const names = new Set([...senders, ...flows].map(({ source, signal }) => `${source}\n${signal}`));
  const first = Math.floor(window.from.getTime() / 1_000 / stepSeconds);
  const steps = Math.max(1, Math.ceil(window.to.getTime() / 1_000 / stepSeconds) - first);
  return [...names]
    .map((name) => {
      const [source = "", signal = ""] = name.split("\n");
      const isIt = (one: { source: string; signal: string }) =>
        one.source === source && one.signal === signal;
      const own = flows.filter(isIt);
      const curve = new Array<number>(steps).fill(0);
      for (const { at, accepted } of own) {
        const step = Math.floor(at.getTime() / 1_000 / stepSeconds) - first;
        if (step >= 0 && step < steps) curve[step] = (curve[step] ?? 0) + accepted;
      }
      const programs = senders.filter(isIt);
      const lastSeen = programs.reduce((last, one) => Math.max(last, one.lastSeen.getTime()), 0);
      const lastFlow = own.reduce((last, one) => Math.max(last, one.at.getTime()), 0);
      const sum = (pick: (flow: Flow) => number) => own.reduce((total, flow) => total + pick(flow), 0);
      return {
        source,
        name: keys.get(source)?.name ?? (source === "scrape" ? "Scrape jobs" : null),
        prefix: keys.get(source)?.prefix ?? null,
        signal,
        lastSeen: lastSeen || lastFlow ? new Date(lastSeen || lastFlow) : null,
        perSecond: 0,
        accepted: sum((flow) => flow.accepted),
        late: sum((flow) => flow.late),
        rejected: sum((flow) => flow.rejected),
        dropped: 0 as const,
        rejections: rejections
          .filter(isIt)
          .map(({ reason, count, lastSeen: at }) => ({ reason, count, lastSeen: at })),
        curve,
        senders: programs,
      };
    })
    .sort((a, b) => (b.lastSeen?.getTime() ?? 0) - (a.lastSeen?.getTime() ?? 0));
}

/** Accepted a second, by key and signal: the mean of the last five minutes that are over. */
export function ratesOf(minutes: readonly Flow[], now: Date): Map<string, number> {
  const end = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const rates = new Map<string, number>();
  for (const { source, signal, at, accepted } of minutes) {
    const age = end - at.getTime();
    if (age <= 0 || age > rateMinutes * minuteMs) continue;
    const name = `${source}\n${signal}`;
    rates.set(name, (rates.get(name) ?? 0) + accepted / (rateMinutes * 60));
  }
  return rates;
}
