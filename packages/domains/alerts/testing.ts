import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { inTransaction } from "../work.ts";
import { monitorFingerprint } from "./fingerprint.ts";
import type { OutsideClaim } from "./intake-schemas.ts";
import { raise } from "./raise.ts";

/** An open alert, as a monitor would have raised it. */
export async function makeAlert(
  caller: Caller,
  seriesKey = "host=a",
  labels: Record<string, string> = { host: "a" },
): Promise<{ id: string }> {
  const monitorId = caller.context.workspaceId;
  const fingerprint = monitorFingerprint(monitorId, `${seriesKey} ${Math.random()}`);
  await inTransaction(caller, "alerts.raise", (work) =>
    raise(work, {
      fingerprint,
      source: "monitor",
      monitorId,
      title: "CPU is high",
      severity: "sev3",
      labels,
      value: 0.97,
      evidence: {},
      at: caller.context.now,
    }),
  );
  return caller.runtime.database.alert.findFirstOrThrow({ where: { fingerprint }, select: { id: true } });
}

/** What Prometheus would have sent about `alertname` at this moment. */
export function makeClaim(now: Date, more: Partial<OutsideClaim> = {}): OutsideClaim {
  return {
    labels: { alertname: "HighLoad", instance: "a:9100", job: "node", severity: "warning" },
    annotations: { summary: "Load is high on a" },
    startsAt: now.toISOString(),
    endsAt: new Date(now.getTime() + 240_000).toISOString(),
    generatorUrl: "http://prometheus.example:9090/graph",
    resolved: false,
    ...more,
  };
}

const ofOne = async (caller: Caller) => ({ id: (await makeAlert(caller)).id });

export const samples: Samples = {
  "alerts.get": ofOne,
  "alerts.history": ofOne,
  "alerts.resolve": ofOne,
  "alerts.resolve-many": async (caller) => ({ ids: [(await makeAlert(caller)).id] }),
  "alerts.claim": async (caller) => ({
    source: "prometheus",
    group: null,
    alerts: [makeClaim(caller.context.now)],
  }),
  "alerts.match": async () => ({ matchers: [{ name: "host", value: "a" }] }),
  "alerts.groups": async () => ({ by: "alertname" }),
};
