import { create as createMonitor } from "@triops/domains/monitors/create";
import type { World } from "../world.ts";

export type Monitors = { errors: Watch; disk: Watch; queue: Watch };
export type Watch = { id: string; name: string; severity: "sev2" | "sev3" | "sev4"; evidence: object };

const failures = 'rate(http_server_requests_total{http_response_status_code="500"}[5m])';
const requests = "rate(http_server_requests_total[5m])";

/** What watches the shop. The alerts of the stories are theirs. */
export async function seedMonitors(world: World): Promise<Monitors> {
  const caller = world.as(world.days.at(1, 8));
  const watch = async (
    name: string,
    description: string,
    severity: Watch["severity"],
    signal: { metric: string; promql?: undefined } | { promql: string; metric?: undefined },
    [threshold, recoverValue, forMinutes]: readonly [number, number, number],
  ): Promise<Watch> => {
    const condition = {
      kind: "threshold" as const,
      op: ">" as const,
      value: threshold,
      recoverValue,
      forMinutes,
    };
    const made = await createMonitor.call(caller, { name, description, severity, signal, condition });
    const { metric = "", promql } = signal;
    const evidence = { ...condition, threshold, metric: promql ?? metric, ...(promql ? { promql } : {}) };
    return { id: made.id, name, severity, evidence };
  };
  return {
    errors: await watch(
      "Requests fail",
      "More than one request in twenty ends in an error, for two minutes.",
      "sev2",
      { promql: `sum by (service_name) (${failures}) / sum by (service_name) (${requests})` },
      [0.05, 0.02, 2],
    ),
    disk: await watch(
      "Disk fills up",
      "A file system is used to more than four fifths.",
      "sev4",
      { metric: "system_filesystem_utilization_ratio" },
      [0.8, 0.75, 10],
    ),
    queue: await watch(
      "Orders wait",
      "More than a hundred orders wait to be packed.",
      "sev3",
      { metric: "queue_messages_ready" },
      [100, 20, 3],
    ),
  };
}
