import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type DataLock, lockDataFolder } from "@triops/embedded/lock";
import { freePort, requirePort, waitForPort } from "@triops/embedded/ports";
import { isAlive } from "@triops/embedded/processes";
import { startStores } from "@triops/embedded/stores";
import { nodeVersionFault } from "@triops/kernel/versions";
import { type Command, parseCommand, portFrom } from "../command.ts";
import { type CliEnv, inheritedEnv } from "../env.ts";
import type { FirstRunResult } from "../hooks.ts";
import { monitoringPlan } from "../monitoring/plan.ts";
import { type AppSettings, gatewayPlan, requireWebBuild, webPlan, workerPlan } from "../supervisor/apps.ts";
import { type Console, createConsole } from "../supervisor/console.ts";
import type { PrepareRequest } from "../supervisor/prepare.ts";
import { removeRunFile, wasKilled, writeRunFile } from "../supervisor/run-file.ts";
import { runPreparation } from "../supervisor/run-preparation.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { existingStores, objectStoreUrlOf, secretKeyOf } from "../supervisor/with-stores.ts";

interface UpSettings {
  env: CliEnv;
  dataDir: string;
  webPort: number;
  gatewayPort: number;
  seed: string | undefined;
  dev: boolean;
}

/** Stops everything within this, then leaves whatever is left to the guards, ms. */
const STOP_MS_MAX = 10_000;

/** The apps of a killed stack are ended by their guards within this, ms. */
const LEFTOVERS_MS_MAX = 12_000;

/** One Ctrl-C may arrive several times, from the terminal and from npm; only a later one means impatience, ms. */
const SAME_REQUEST_MS = 2_000;

async function prepareStores(
  supervisor: Supervisor,
  output: Console,
  settings: UpSettings,
): Promise<PrepareRequest["context"]> {
  const { env, dataDir } = settings;
  const stores = await output.step("stores answer: Postgres, Redis, ClickHouse", () =>
    startStores({ dataDir, existing: existingStores(env), log: output.line, onEvent: supervisor.report }),
  );
  await supervisor.adoptStores(stores);
  return {
    databaseUrl: stores.databaseUrl,
    clickhouseUrl: stores.clickhouseUrl,
    redisUrl: stores.redisUrl,
    objectStoreUrl: objectStoreUrlOf(env, dataDir),
    secretKey: secretKeyOf(env, dataDir),
    dataDir,
    webUrl: env.TRIOPS_WEB_URL ?? `http://127.0.0.1:${settings.webPort}`,
    gatewayUrl: env.TRIOPS_GATEWAY_URL ?? `http://127.0.0.1:${settings.gatewayPort}`,
  };
}

function appSettings(
  context: PrepareRequest["context"],
  settings: UpSettings,
  workerPort: number,
  more: Record<string, string>,
): AppSettings {
  return {
    webPort: settings.webPort,
    gatewayPort: settings.gatewayPort,
    workerPort,
    dev: settings.dev,
    env: {
      TRIOPS_SPOOL_DIR: join(settings.dataDir, "spool"),
      ...inheritedEnv(),
      DATABASE_URL: context.databaseUrl,
      CLICKHOUSE_URL: context.clickhouseUrl,
      REDIS_URL: context.redisUrl,
      OBJECT_STORE_URL: context.objectStoreUrl,
      TRIOPS_SECRET_KEY: context.secretKey,
      TRIOPS_WEB_URL: context.webUrl,
      TRIOPS_GATEWAY_URL: context.gatewayUrl,
      TRIOPS_WORKER_URL: `http://127.0.0.1:${workerPort}`,
      TRIOPS_DATA: settings.dataDir,
      LOG_LEVEL: settings.env.LOG_LEVEL,
      ...more,
    },
  };
}

function printFacts(context: PrepareRequest["context"], result: FirstRunResult): void {
  const facts: [string, string][] =
    result.facts.length > 0
      ? result.facts
      : [
          ["Dashboard", context.webUrl],
          ["Gateway", context.gatewayUrl],
        ];
  const width = Math.max(...facts.map(([label]) => label.length));
  console.log("\nTriops is ready.");
  for (const [label, value] of facts) console.log(`  ${label.padEnd(width)}  ${value}`);
  console.log("Ctrl-C stops everything.\n");
}

/** Resolves when someone asks the stack to stop; a second request kills at once. */
function stopRequested(supervisor: Supervisor, starterPid: number | undefined): Promise<string> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const ask = (why: string) => {
      if (askedAt !== undefined && performance.now() - askedAt > SAME_REQUEST_MS) {
        supervisor.killAll();
        process.exit(1);
      }
      askedAt ??= performance.now();
      resolve(why);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ask(signal));
    if (starterPid === undefined) return;
    const timer = setInterval(() => {
      if (isAlive(starterPid)) return;
      clearInterval(timer);
      ask("npm start is gone");
    }, 1_000);
    timer.unref();
  });
}

/** `stop` ends the preparation; apps and stores are the supervisor's to end. */
async function startAll(
  supervisor: Supervisor,
  output: Console,
  settings: UpSettings,
  stop: AbortSignal,
): Promise<void> {
  const context = await prepareStores(supervisor, output, settings);
  writeRunFile(settings.dataDir, {
    pid: process.pid,
    webUrl: context.webUrl,
    gatewayUrl: context.gatewayUrl,
    databaseUrl: context.databaseUrl,
    clickhouseUrl: context.clickhouseUrl,
    redisUrl: context.redisUrl,
    objectStoreUrl: context.objectStoreUrl,
  });
  const result = await runPreparation({ context, seed: settings.seed }, output, stop);
  const apps = appSettings(context, settings, await freePort(), result.env);
  // Side by side, because each spends its start loading code. The list's order matters for the stop: the last one,
  // people's door, closes first. Without a key there is no workspace to watch this machine for.
  await Promise.all([
    output.step("gateway answers", () => supervisor.startApp(gatewayPlan(apps))),
    output.step("worker answers", () => supervisor.startApp(workerPlan(apps))),
    ...(apps.env.TRIOPS_INGEST_KEY
      ? [output.step("this machine is watched", () => supervisor.startApp(monitoringPlan(apps)))]
      : []),
    output.step("web answers", () => supervisor.startApp(webPlan(apps))),
  ]);
  printFacts(context, result);
}

async function run(args: string[]): Promise<number> {
  const { env, dataDir, values } = parseCommand(args, {
    port: { type: "string" },
    "gateway-port": { type: "string" },
    seed: { type: "string" },
    dev: { type: "boolean" },
    verbose: { type: "boolean" },
  });
  const settings: UpSettings = {
    env,
    dataDir,
    webPort: portFrom(values.port, env.TRIOPS_PORT, "--port"),
    gatewayPort: portFrom(values["gateway-port"], env.TRIOPS_GATEWAY_PORT, "--gateway-port"),
    seed: typeof values.seed === "string" ? values.seed : undefined,
    dev: values.dev === true,
  };
  const output = createConsole({
    colour: process.stdout.isTTY === true && env.NO_COLOR === undefined,
    level: values.verbose ? "debug" : "info",
  });
  const fault = nodeVersionFault(process.versions.node);
  if (fault) output.say(fault.text, "warn");

  mkdirSync(dataDir, { recursive: true });
  const lock: DataLock = lockDataFolder(dataDir);
  const supervisor = new Supervisor(output);
  const stopAsked = stopRequested(supervisor, env.TRIOPS_STARTER_PID);
  let exitCode = 0;
  let starting: Promise<void> | undefined;
  const stop = new AbortController();
  try {
    requireWebBuild(settings.dev);
    if (wasKilled(dataDir)) {
      await Promise.all(
        [settings.webPort, settings.gatewayPort].map((port) => waitForPort(port, LEFTOVERS_MS_MAX)),
      );
    }
    await requirePort(settings.webPort, "the dashboard", "--port or TRIOPS_PORT");
    await requirePort(settings.gatewayPort, "the gateway", "--gateway-port or TRIOPS_GATEWAY_PORT");
    mkdirSync(join(dataDir, "objects"), { recursive: true });
    starting = startAll(supervisor, output, settings, stop.signal);
    const why = (await Promise.race([starting, stopAsked])) ?? (await stopAsked);
    output.say(`stopping (${why})`);
  } catch (error) {
    exitCode = 1;
    throw error;
  } finally {
    const late = setTimeout(() => {
      supervisor.killAll();
      process.exit(1);
    }, STOP_MS_MAX);
    stop.abort();
    await supervisor.stop();
    await starting?.catch(() => {}); // a stop in the middle of a start: it ends by itself, its error is known
    clearTimeout(late);
    removeRunFile(dataDir);
    lock.release();
    if (exitCode === 0) output.say("everything is stopped");
  }
  return exitCode;
}

export default {
  summary: "Starts the stores and all apps and stays in front; Ctrl-C stops everything.",
  usage: "up [--port 3000] [--gateway-port 4318] [--dev] [--verbose]",
  run,
} satisfies Command;
