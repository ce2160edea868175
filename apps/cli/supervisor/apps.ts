import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { guard } from "@triops/embedded/guard";
import type { ProcessPlan } from "@triops/embedded/managed-process";
import { unavailable } from "@triops/kernel/errors";
import { repositoryRoot } from "../command.ts";

export interface AppSettings {
  webPort: number;
  gatewayPort: number;
  workerPort: number;
  /** The same for all apps: stores, secret, addresses. */
  env: Record<string, string>;
  /** Sources reload on change. */
  dev: boolean;
}

/** Any HTTP answer proves that the app accepts work; what it says about its stores is shown, not a reason to kill it. */
async function answers(url: string, waitMsMax: number): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(waitMsMax), redirect: "manual" });
  await response.body?.cancel();
}

interface AppShape {
  name: string;
  args: string[];
  cwd: string;
  port: number;
  healthPath: string;
  heapMbMax: number;
  /** Ours hold an IPC channel, whose end tells them that the supervisor is gone. */
  ipc: boolean;
  stopMsMax: number;
  env: Record<string, string>;
}

function plan(shape: AppShape, settings: AppSettings): ProcessPlan {
  const health = `http://127.0.0.1:${shape.port}${shape.healthPath}`;
  return {
    name: shape.name,
    command: process.execPath,
    args: [`--max-old-space-size=${shape.heapMbMax}`, "--disable-warning=ExperimentalWarning", ...shape.args],
    cwd: shape.cwd,
    env: {
      ...settings.env,
      NODE_ENV: settings.dev ? "development" : "production",
      HOST: "127.0.0.1",
      HOSTNAME: "127.0.0.1",
      PORT: String(shape.port),
      // Fewer memory arenas per process: several Node processes share one small machine.
      MALLOC_ARENA_MAX: "2",
      ...shape.env,
    },
    ipc: shape.ipc,
    probe: () => answers(health, 2_000),
    // A debugger or a slow compile may hold a reloading app for minutes.
    ...(settings.dev ? {} : { alive: () => answers(health, 9_000) }),
    readyMsMax: settings.dev ? 120_000 : 45_000,
    stopSignal: "SIGTERM",
    stopMsMax: shape.stopMsMax,
    onSpawn: (child) => guard(child, "TERM"),
  };
}

/** Node watches a reloading app's own files; the flags precede the program. */
const sourceArgs = (main: string, dev: boolean) => [
  "--disable-proto=delete",
  ...(dev ? ["--watch", "--watch-preserve-output"] : []),
  main,
];

export function gatewayPlan(settings: AppSettings): ProcessPlan {
  const folder = join(repositoryRoot, "apps", "gateway");
  return plan(
    {
      name: "gateway",
      args: sourceArgs(join(folder, "src", "main.ts"), settings.dev),
      cwd: folder,
      port: settings.gatewayPort,
      healthPath: "/health",
      heapMbMax: 768,
      ipc: true,
      stopMsMax: 4_000,
      env: {},
    },
    settings,
  );
}

export function workerPlan(settings: AppSettings): ProcessPlan {
  const folder = join(repositoryRoot, "apps", "worker");
  return plan(
    {
      name: "worker",
      args: sourceArgs(join(folder, "src", "main.ts"), settings.dev),
      cwd: folder,
      port: settings.workerPort,
      healthPath: "/health",
      heapMbMax: 768,
      ipc: true,
      stopMsMax: 4_000,
      env: { WORKER_PORT: String(settings.workerPort) },
    },
    settings,
  );
}

const webFolder = join(repositoryRoot, "apps", "web");

/** Throws with the remedy when there is no build to start. */
export function requireWebBuild(dev: boolean): void {
  if (dev || existsSync(join(webFolder, ".next", "BUILD_ID"))) return;
  throw unavailable("The web app is not built; `npm start` builds it, or use `pnpm dev`.");
}

export function webPlan(settings: AppSettings): ProcessPlan {
  const next = createRequire(join(webFolder, "package.json")).resolve("next/dist/bin/next");
  const port = String(settings.webPort);
  return plan(
    {
      name: "web",
      args: [next, settings.dev ? "dev" : "start", "--port", port, "--hostname", "127.0.0.1"],
      cwd: webFolder,
      port: settings.webPort,
      healthPath: "/api/health",
      heapMbMax: settings.dev ? 2_048 : 768,
      ipc: false,
      stopMsMax: 2_500,
      env: { NEXT_TELEMETRY_DISABLED: "1" },
    },
    settings,
  );
}
