import { chanceOf } from "../chance.ts";
import { busyness, dayMs, hourMs, minuteMs } from "../span-of-days.ts";
import type { World } from "../world.ts";
import { type SeedSeries, storeSeries } from "../write.ts";
import { brokenness, slowness } from "./story-deploy.ts";

const hosts = [
  { name: "shop-1", busy: 0.46, memory: 0.58, disk: 0.41 },
  { name: "shop-2", busy: 0.44, memory: 0.61, disk: 0.39 },
  { name: "db-1", busy: 0.32, memory: 0.74, disk: 0.55 },
  { name: "ml-1", busy: 0.28, memory: 0.52, disk: 0.745 },
] as const;

/** Requests a second of each service in a busy hour. */
const rates = {
  storefront: 42,
  catalog: 30,
  checkout: 9,
  payments: 9,
  "fraud-scoring": 9,
  "orders-worker": 8.7,
} as const;

/** Services that answer with an error when payments does. */
const inTheStorm: Readonly<Record<string, number>> = { payments: 0.55, checkout: 0.55, storefront: 0.12 };

/** Metrics of hosts and of requests, one value a minute. */
export async function seedMetrics(world: World): Promise<void> {
  await storeSeries(
    world,
    hosts.flatMap((host) => hostSeries(world, host)),
    "hosts",
  );
  const requests = Object.entries(rates).flatMap(([service, rate]) => requestSeries(world, service, rate));
  await storeSeries(world, [...requests, queueDepth(world)], "requests");
}

function hostSeries({ days }: World, host: (typeof hosts)[number]): SeedSeries[] {
  const labels = { host_name: host.name };
  const noise = (name: string, spread: number) => {
    const chance = chanceOf(`${host.name} ${name}`);
    let drift = 0;
    return () => {
      drift = 0.9 * drift + spread * chance.normal();
      return drift;
    };
  };
  const [memory, disk] = [noise("memory", 0.004), noise("disk", 0.0004)];
  const share = (value: number) => Math.max(0.01, Math.min(0.99, value));
  const gauge = (metric: string, description: string, valueAt: (atMs: number) => number): SeedSeries => ({
    ...{ metric, kind: "gauge", unit: "1", description, labels, valueAt },
  });
  const busyAt = (atMs: number) => {
    const story = host.name === "db-1" ? 0.45 * slowness(days, atMs) : 0.1 * brokenness(days, atMs);
    return host.busy * (0.35 + 0.65 * busyness(atMs)) + story;
  };
  const load = noise("load", 0.03);
  const inMode = (mode: string, part: number): SeedSeries => {
    const own = noise(`cpu ${mode}`, 0.012 * part);
    const name = "system_cpu_utilization_ratio";
    const made = gauge(
      name,
      "Share of the processors' time by mode",
      (atMs) => part * share(busyAt(atMs)) + own(),
    );
    return { ...made, labels: { ...labels, cpu_mode: mode } };
  };
  return [
    inMode("user", 0.78),
    inMode("system", 0.22),
    gauge(
      "system_cpu_load_average_1m",
      "Processes that run or wait",
      (atMs) => 4 * share(busyAt(atMs) + load()),
    ),
    {
      ...gauge("system_memory_utilization_ratio", "Share of memory by state", (atMs) =>
        share(host.memory + 0.03 * busyness(atMs) + memory()),
      ),
      labels: { ...labels, system_memory_state: "used" },
    },
    gauge("system_filesystem_utilization_ratio", "Share of a file system in use", (atMs) => {
      // Backups of the database fill its disk; once they are cleared (day 10) it fills more slowly.
      const clearedMs = days.at(10, 11, 40);
      const backups =
        atMs < clearedMs ? (0.019 * (atMs - days.at(-5))) / dayMs : (0.011 * (atMs - clearedMs)) / dayMs;
      // Two hours ago something large lay on the other one for a while; it is not well below the limit yet.
      const large = host.name === "ml-1" && atMs > days.toMs - 140 * minuteMs && atMs < days.toMs - hourMs;
      const filled =
        host.name === "db-1" ? backups : (0.0012 * (atMs - days.fromMs)) / dayMs + (large ? 0.03 : 0);
      return share(host.disk + filled + disk());
    }),
  ];
}

/** Running totals, of answers that were well and of those that were not. */
function requestSeries({ days }: World, service: string, perSecond: number): SeedSeries[] {
  const faults = (atMs: number) =>
    0.002 +
    (inTheStorm[service] ?? 0) * brokenness(days, atMs) +
    (service === "catalog" ? 0.08 * slowness(days, atMs) : 0);
  return (["200", "500"] as const).map((status) => {
    const chance = chanceOf(`requests ${service} ${status}`);
    let total = 0;
    return {
      ...{ metric: "http_server_requests_total", kind: "counter", unit: "{request}" },
      description: "Requests answered",
      labels: { service_name: service, http_response_status_code: status },
      valueAt: (atMs) => {
        const share = status === "500" ? faults(atMs) : 1 - faults(atMs);
        const expected = (perSecond * minuteMs * busyness(atMs) * share) / 1_000;
        total += Math.max(0, Math.round(expected + Math.sqrt(expected) * chance.normal()));
        return total;
      },
    };
  });
}

function queueDepth({ days }: World): SeedSeries {
  const chance = chanceOf("queue");
  return {
    ...{ metric: "queue_messages_ready", kind: "gauge", unit: "{message}" },
    description: "Orders that wait to be packed",
    labels: { service_name: "orders-worker", queue: "orders" },
    valueAt: (atMs) => {
      // After the rollback everybody tries again at once.
      const sinceMs = atMs - days.at(29, 14, 51);
      const rush = sinceMs > 0 && sinceMs < hourMs ? 240 * Math.exp(-sinceMs / (12 * minuteMs)) : 0;
      return Math.max(0, Math.round(4 * busyness(atMs) + rush + 2 * chance.normal()));
    },
  };
}
