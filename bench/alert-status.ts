/**
 * Changing and listing alerts with 100,000 of them open (p95 in milliseconds; bars: change 200, lists 150).
 *
 * `pnpm bench alert-status [-- --alerts 100000 --incidents 100000 --turns 100]`: stores of its own. Each figure is one
 * call of the verb that the API runs, transaction, audit and event included.
 */
import { parseArgs } from "node:util";
import { groups, list, match, summary } from "@triops/domains/alerts/read";
import { resolve } from "@triops/domains/alerts/resolve";
import { resolveMany } from "@triops/domains/alerts/resolve-many";
import { acknowledge } from "@triops/domains/incidents/acknowledge";
import { list as listIncidents } from "@triops/domains/incidents/read";
import { fillAlerts, fillIncidents } from "./alerts/fill.ts";
import { startLedger } from "./alerts/ledger.ts";
import { p95 } from "./lists/list.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    alerts: { type: "string", default: "100000" },
    incidents: { type: "string", default: "100000" },
    turns: { type: "string", default: "100" },
  },
});
const turns = Number(values.turns);
const ledger = await startLedger();
const { runtime, workspaceId, caller } = ledger;
try {
  await fillAlerts(runtime, workspaceId, Number(values.alerts));
  await fillIncidents(runtime, workspaceId, Number(values.incidents));
  const ids = (
    await runtime.database.alert.findMany({
      select: { id: true },
      take: turns * 60,
      orderBy: { fingerprint: "asc" },
    })
  ).map((row) => row.id);
  const incidentIds = (
    await runtime.database.incident.findMany({
      where: { state: "open" },
      select: { id: true },
      take: turns + 5,
    })
  ).map((row) => row.id);
  const next = () => ids.pop() ?? "";
  const condition = (name: string, value: string, isRegex = false) => ({
    name,
    value,
    isRegex,
    isEqual: true,
  });
  const changes: Record<string, () => Promise<unknown>> = {
    "resolve one": () => resolve.call(caller(), { id: next() }),
    "resolve fifty": () => resolveMany.call(caller(), { ids: Array.from({ length: 50 }, next) }),
    "acknowledge an incident": () => acknowledge.call(caller(), { id: incidentIds.pop() ?? "" }),
  };
  const cursor = (await list.call(caller(), { state: "open", limit: 200 })).nextCursor ?? undefined;
  const lists: Record<string, () => Promise<unknown>> = {
    "alerts, open": () => list.call(caller(), { state: "open" }),
    "alerts, open, a later page": () => list.call(caller(), { state: "open", cursor }),
    "alerts, one severity": () => list.call(caller(), { state: "open", severity: "sev1" }),
    "alerts, one service": () => list.call(caller(), { service: "service-77" }),
    "alerts, one source": () => list.call(caller(), { state: "open", source: "alertmanager" }),
    "alerts, silenced": () => list.call(caller(), { state: "open", silenced: true }),
    "alerts, words in the title": () => list.call(caller(), { state: "open", search: "rule 17 of 1777" }),
    "alerts, a label": () =>
      list.call(caller(), { state: "open", matchers: [condition("instance", "10.0.7.7:9100")] }),
    "alerts, a pattern": () =>
      list.call(caller(), { state: "open", matchers: [condition("service", "service-1.*", true)] }),
    "alerts, summary": () => summary.call(caller(), {}),
    "alerts, groups by a label": () => groups.call(caller(), { by: "alertname" }),
    "preview of a silence, a name": () =>
      match.call(caller(), { matchers: [condition("alertname", "Rule7")] }),
    "preview of a silence, a pattern": () =>
      match.call(caller(), {
        matchers: [condition("alertname", "Rule7"), condition("instance", "10\\.0\\..*", true)],
      }),
    "incidents, active": () => listIncidents.call(caller(), { state: "active" }),
    "incidents, one severity": () => listIncidents.call(caller(), { severity: "sev1" }),
    "incidents, all": () => listIncidents.call(caller(), {}),
  };
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(changes)) figures.push(await measure(name, 200, ask));
  for (const [name, ask] of Object.entries(lists)) figures.push(await measure(name, 150, ask));
  report("alert-status", figures, { alerts: values.alerts, incidents: values.incidents, turns });
} finally {
  await ledger.close();
}

async function measure(name: string, barMs: number, ask: () => Promise<unknown>): Promise<Figure> {
  const times: number[] = [];
  await ask();
  for (let turn = 0; turn < turns; turn++) {
    const fromMs = performance.now();
    await ask();
    times.push(performance.now() - fromMs);
  }
  return { name, value: p95(times), unit: "ms p95", peer: { name: "bar", value: barMs } };
}
