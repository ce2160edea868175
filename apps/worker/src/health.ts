import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HostHealth } from "@triops/jobs/host";
import type { Vitals } from "@triops/kernel/vitals";

/** Beyond this a waiting job, or our last look at the queues, is too old to call the worker well. */
const staleMs = 60_000;

export type WorkerHealth = HostHealth & { status: "ok" | "degraded"; reasons: string[]; process: Vitals };

/** Health is progress: that Redis answers says nothing about whether jobs get done. */
export function judgeHealth(host: HostHealth, process: Vitals, now: Date): WorkerHealth {
  const reasons: string[] = [];
  if (!host.sampledAt || now.getTime() - host.sampledAt.getTime() > staleMs)
    reasons.push("queues were not read lately");
  for (const queue of host.queues) {
    if (!queue.paused && queue.oldestWaitingMs > staleMs) {
      reasons.push(`${queue.name}: a job waits for ${Math.round(queue.oldestWaitingMs / 1_000)} s`);
    }
  }
  return { ...host, status: reasons.length > 0 ? "degraded" : "ok", reasons, process };
}

/** Answers `GET /health` on loopback: 200, or 503 while degraded. */
export async function serveHealth(
  port: number,
  read: () => WorkerHealth,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/health") return response.writeHead(404).end();
    const health = read();
    const status = health.status === "ok" ? 200 : 503;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(health));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
