import { join } from "node:path";
import type { ProcessPlan } from "@triops/embedded/managed-process";
import { repositoryRoot } from "../command.ts";
import type { AppSettings } from "../supervisor/apps.ts";

/** The collector as a child of the supervisor; needs `TRIOPS_INGEST_KEY` among the apps' settings. */
export function monitoringPlan(settings: AppSettings): ProcessPlan {
  const loopback = (port: number) => `http://127.0.0.1:${port}`;
  return {
    name: "monitoring",
    command: process.execPath,
    args: [
      "--max-old-space-size=128",
      "--disable-warning=ExperimentalWarning",
      "--disable-proto=delete",
      join(repositoryRoot, "apps", "cli", "monitoring", "main.ts"),
    ],
    cwd: join(repositoryRoot, "apps", "cli"),
    env: {
      ...settings.env,
      NODE_ENV: "production",
      MALLOC_ARENA_MAX: "2",
      TRIOPS_MONITORING_GATEWAY_URL: loopback(settings.gatewayPort),
      TRIOPS_MONITORING_WORKER_URL: loopback(settings.workerPort),
      TRIOPS_MONITORING_WEB_URL: loopback(settings.webPort),
    },
    ipc: true,
    // It serves nobody: that its metrics arrive is what the dashboard shows.
    probe: async () => {},
    readyMsMax: 10_000,
    stopSignal: "SIGTERM",
    stopMsMax: 2_000,
  };
}
