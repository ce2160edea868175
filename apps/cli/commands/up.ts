import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type DataLock, lockDataFolder } from "@triops/embedded/lock";
import { freePort, requirePort } from "@triops/embedded/ports";
import { isAlive } from "@triops/embedded/processes";
import { startStores } from "@triops/embedded/stores";
import { nodeVersionFault } from "@triops/kernel/versions";
import { type Command, parseCommand, portFrom } from "../command.ts";
import { type CliEnv, inheritedEnv } from "../env.ts";
import {
  type FirstRun,
  type FirstRunResult,
  loadStep,
  type PreparationContext,
  type SeedScenario,
} from "../hooks.ts";
import { migrateStores } from "../migrate-stores.ts";
import { monitoringPlan } from "../monitoring/plan.ts";
import { type AppSettings, gatewayPlan, webPlan, workerPlan } from "../supervisor/apps.ts";
import { type Console, createConsole } from "../supervisor/console.ts";
import { removeRunFile, writeRunFile } from "../supervisor/run-file.ts";
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

async function prepareStores(
  supervisor: Supervisor,
  output: Console,
  settings: UpSettings,
): Promise<PreparationContext> {
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
    say: (line) => output.say(line),
  };
}

async function prepareProduct(output: Console, context: PreparationContext, seed: string | undefined) {
  await output.step("databases are up to date", () => migrateStores(context));
  const firstRun = await loadStep<FirstRun>("./first-run.ts", "firstRun");
  const result: FirstRunResult = firstRun
    ? await output.step("first workspace is there", () => firstRun(context))
    : { facts: [], env: {} };
  if (seed !== undefined) {
    const seedScenario = await loadStep<SeedScenario>("./seed.ts", "seedScenario");
    if (seedScenario)
      await output.step(`demonstration data "${seed}" is there`, () => seedScenario(context, seed));
    else output.say("this version has no demonstration data", "warn");
  }
  return result;
}

function appSettings(
  context: PreparationContext,
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

function printFacts(context: PreparationContext, result: FirstRunResult): void {
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
    let asked = false;
    const ask = (why: string) => {
      if (asked) {
        supervisor.killAll();
        process.exit(1);
      }
      asked = true;
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

async function startAll(supervisor: Supervisor, output: Console, settings: UpSettings): Promise<void> {
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
  const result = await prepareProduct(output, context, settings.seed);
  const apps = appSettings(context, settings, await freePort(), result.env);
  await output.step("gateway answers", () => supervisor.startApp(gatewayPlan(apps)));
  await output.step("worker answers", () => supervisor.startApp(workerPlan(apps)));
  // Before the web app, which is stopped first. Without a key there is no workspace to watch this machine for.
  if (apps.env.TRIOPS_INGEST_KEY) {
    await output.step("this machine is watched", () => supervisor.startApp(monitoringPlan(apps)));
  }
  await output.step("web answers", () => supervisor.startApp(webPlan(apps)));
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
  try {
    await requirePort(settings.webPort, "the dashboard", "--port or TRIOPS_PORT");
    await requirePort(settings.gatewayPort, "the gateway", "--gateway-port or TRIOPS_GATEWAY_PORT");
    mkdirSync(join(dataDir, "objects"), { recursive: true });
    starting = startAll(supervisor, output, settings);
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
  usage: "up [--port 3000] [--gateway-port 4318] [--seed acme] [--dev] [--verbose]",
  run,
} satisfies Command;
