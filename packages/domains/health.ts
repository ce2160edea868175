import { createEgress, type Egress } from "@triops/providers/egress/request";
import type { Runtime } from "./runtime.ts";

export type CheckName = "postgres" | "clickhouse" | "redis" | "gateway" | "worker" | "objectStore";
export type Check = { status: "ok" | "down" | "unknown"; needed: boolean; latencyMs: number | null };
export type Health = { status: "ok" | "degraded" | "down"; checks: Record<CheckName, Check> };

/** For each check; a part that takes longer counts as down. */
const checkMsMax = 1_000;

/** Addresses here come from the operator alone, never from a person's input, so any network may be asked. */
const anywhere = ["0.0.0.0/0", "::/0"];

export type HealthProbe = () => Promise<Health>;

/**
 * Asks every part, all at once and each within a second. Without the three stores no page can be shown; without
 * gateway or worker the dashboard still works, so that is degraded.
 */
export function createHealthProbe(
  runtime: Runtime,
  { workerUrl }: { workerUrl: string | undefined },
): HealthProbe {
  const urls = [runtime.gatewayUrl, workerUrl].filter((url) => url !== undefined);
  const egress = createEgress({ allowedCidrs: anywhere, allowedPorts: urls.map((url) => portOf(url ?? "")) });
  return async () => {
    const [postgres, clickhouse, redis, gateway, worker, objectStore] = await Promise.all([
      check(true, () => runtime.database.$queryRaw`SELECT 1`),
      check(true, () => runtime.telemetry.ping()),
      check(true, () => runtime.redis.ping()),
      check(false, () => answersOk(egress, `${runtime.gatewayUrl}/health`)),
      workerUrl
        ? check(false, () => answersOk(egress, `${workerUrl}/health`))
        : { status: "unknown" as const, needed: false, latencyMs: null },
      check(false, () => runtime.objects.ping()),
    ]);
    const checks = { postgres, clickhouse, redis, gateway, worker, objectStore };
    return { status: judge(checks), checks };
  };
}

export function judge(checks: Health["checks"]): Health["status"] {
  const down = Object.values(checks).filter((one) => one.status === "down");
  if (down.some((one) => one.needed)) return "down";
  return down.length > 0 ? "degraded" : "ok";
}

async function check(needed: boolean, ask: () => Promise<unknown>): Promise<Check> {
  const startedMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), checkMsMax);
  });
  try {
    await Promise.race([ask(), late]);
    return { status: "ok", needed, latencyMs: Math.round(performance.now() - startedMs) };
  } catch {
    return { status: "down", needed, latencyMs: null };
  } finally {
    clearTimeout(timer);
  }
}

async function answersOk(egress: Egress, url: string): Promise<void> {
  const { status } = await egress.request({ url, timeoutMs: checkMsMax });
  if (status !== 200) throw new Error(`answered ${status}`);
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port ? Number(port) : protocol === "https:" ? 443 : 80;
}
