import { storable } from "@triops/kernel/json";

/** An alert as another system claims it, checked and with its times settled. */
export type OutsideAlert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** ISO-8601 UTC. */
  startsAt: string;
  /** Until when the claim holds, or when it was over; null while it holds until told otherwise. */
  endsAt: string | null;
  generatorUrl: string | null;
  resolved: boolean;
};

export type ReadAlerts = {
  alerts: OutsideAlert[];
  /** What was refused of the request, one sentence each; the rest is good. */
  faults: string[];
};

/** The whole request is not what it should be. The text is for the sender. */
export class BadAlerts extends Error {
  override name = "BadAlerts";
}

export const alertLimits = {
  /** Of one request; Prometheus sends at most 256, an Alertmanager a group at a time. */
  alertsMax: 10_000,
  labelsMax: 64,
  annotationsMax: 64,
  nameCharsMax: 256,
  labelCharsMax: 4_096,
  annotationCharsMax: 16_384,
  urlCharsMax: 4_096,
} as const;

/** An alert without an end holds this long unless it is repeated: Alertmanager's `resolve_timeout`. */
export const resolveTimeoutMs = 5 * 60_000;

type Settled = { alert: OutsideAlert } | { fault: string };
export type TimeRule = (times: { startsMs: number | null; endsMs: number | null }) => {
  startsMs: number;
  endsMs: number | null;
  resolved: boolean;
};

/** One alert of either protocol; they differ in what their times mean. */
export function readAlert(raw: unknown, times: TimeRule): Settled {
  if (!isRecord(raw)) return { fault: "an alert must be an object" };
  const labels = readTexts(raw.labels, "labels", alertLimits.labelsMax, alertLimits.labelCharsMax);
  if ("fault" in labels) return labels;
  for (const [name, value] of Object.entries(labels.texts)) if (value === "") delete labels.texts[name];
  if (Object.keys(labels.texts).length === 0) return { fault: "at least one label pair required" };
  const annotations = readTexts(
    raw.annotations ?? {},
    "annotations",
    alertLimits.annotationsMax,
    alertLimits.annotationCharsMax,
  );
  if ("fault" in annotations) return annotations;
  const starts = readTime(raw.startsAt, "startsAt");
  if ("fault" in starts) return starts;
  const ends = readTime(raw.endsAt, "endsAt");
  if ("fault" in ends) return ends;
  const { startsMs, endsMs, resolved } = times({ startsMs: starts.ms, endsMs: ends.ms });
  if (endsMs !== null && endsMs < startsMs) return { fault: "start time must be before end time" };
  const url = raw.generatorURL;
  if (url !== undefined && url !== null && typeof url !== "string")
    return { fault: "generatorURL must be a text" };
  return {
    alert: {
      labels: labels.texts,
      annotations: annotations.texts,
      startsAt: new Date(startsMs).toISOString(),
      endsAt: endsMs === null ? null : new Date(endsMs).toISOString(),
      generatorUrl: url && url.length <= alertLimits.urlCharsMax ? storable(url) : null,
      resolved,
    },
  };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function readTexts(
  raw: unknown,
  what: string,
  countMax: number,
  charsMax: number,
): { texts: Record<string, string> } | { fault: string } {
  if (!isRecord(raw)) return { fault: `${what} must be an object of texts` };
  const entries = Object.entries(raw);
  if (entries.length > countMax) return { fault: `more than ${countMax} ${what}` };
  const texts: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (name === "" || name.length > alertLimits.nameCharsMax)
      return { fault: `invalid name in ${what}: ${quote(name)}` };
    if (typeof value !== "string") return { fault: `${what}: the value of ${quote(name)} must be a text` };
    if (value.length > charsMax)
      return { fault: `${what}: the value of ${quote(name)} is longer than ${charsMax}` };
    texts[storable(name)] = storable(value);
  }
  return { texts };
}

const quote = (text: string) => JSON.stringify(text.slice(0, 60));
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
/** Go's zero time, which stands for "not given". */
const zeroMs = Date.parse("0001-01-01T00:00:00Z");
const latestMs = Date.parse("9999-12-31T23:59:59Z");

function readTime(raw: unknown, name: string): { ms: number | null } | { fault: string } {
  if (raw === undefined || raw === null || raw === "") return { ms: null };
  const ms =
    typeof raw === "string" && rfc3339.test(raw)
      ? Date.parse(raw.toUpperCase().replace(" ", "T"))
      : Number.NaN;
  if (!(ms >= zeroMs && ms <= latestMs)) return { fault: `${name} is not an RFC 3339 time` };
  return { ms: ms === zeroMs ? null : ms };
}
