/**
 * The process that owns the embedded ClickHouse data. Started by `process.ts` with its settings as one JSON line
 * on standard input; ends when that pipe closes, so that it never outlives whoever started it.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Engine } from "./engine.ts";
import { engineConfig } from "./engine-config.ts";
import { FairQueue } from "./fair-queue.ts";
import { handle } from "./handler.ts";
import { engineInserter } from "./journal/engine-inserter.ts";
import { Journal } from "./journal/journal.ts";
import { Views } from "./journal/views.ts";
import { RowFiles } from "./row-files.ts";

interface ServerOptions {
  dataDir: string;
  port: number;
  user: string;
  password: string;
  /** Queries that may run side by side. */
  slots: number;
}

const DRAIN_MS = 6_000;
/** Sessions lost to queries that cannot be ended, after which a fresh process is the better engine. */
const ABANDONED_MAX = 4;

function log(level: "info" | "warn" | "error", msg: string, more: Record<string, unknown> = {}): void {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), name: "clickhouse", msg, ...more })}\n`,
  );
}

async function serve(options: ServerOptions): Promise<() => Promise<void>> {
  const incomingDir = join(options.dataDir, "incoming");
  rmSync(incomingDir, { recursive: true, force: true });
  mkdirSync(incomingDir, { recursive: true, mode: 0o700 });
  process.chdir(incomingDir);
  const configFile = join(options.dataDir, "engine.xml");
  writeFileSync(configFile, engineConfig(), { mode: 0o600 });
  writeFileSync(join(options.dataDir, "server.pid"), String(process.pid), { mode: 0o600 });
  const engine = new Engine(join(options.dataDir, "data"), configFile);
  const queue = new FairQueue({
    slots: options.slots,
    reservedPerKind: 2,
    waitMsMax: 20_000,
    waitingMax: 1_000,
  });
  const rowFiles = new RowFiles(incomingDir);
  const journal = await Journal.open({
    folder: join(options.dataDir, "journal"),
    inserter: engineInserter({ engine, queue, rowFiles, folder: join("..", "journal") }),
    views: new Views(() => engine.views()),
    log,
  });
  const context = {
    engine,
    queue,
    rowFiles,
    journal,
    credentials: { user: options.user, password: options.password },
  };
  const server = createServer(
    { maxHeaderSize: 1024 * 1024, requestTimeout: 0, keepAliveTimeout: 65_000 },
    (request, response) => {
      handle(context, request, response).catch((error: unknown) => {
        log("error", "request failed", { err: String(error) });
        response.destroy();
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  log("info", "ready", {
    version: engine.version,
    port: typeof address === "object" ? address?.port : undefined,
    pid: process.pid,
  });
  setInterval(() => {
    if (engine.abandoned < ABANDONED_MAX) return;
    log("error", "too many queries could not be ended; restarting the engine");
    process.exit(70);
  }, 5_000).unref();
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS - 1_000);
    await closed;
    clearTimeout(late);
    await journal.close();
    engine.close();
  };
}

function main(): void {
  const input = createInterface({ input: process.stdin });
  let stop: (() => Promise<void>) | undefined;
  let ending = false;
  const end = (reason: string) => {
    if (ending) return;
    ending = true;
    log("info", "stopping", { reason });
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    (stop?.() ?? Promise.resolve()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  input.once("line", (line) => {
    serve(JSON.parse(line) as ServerOptions).then(
      (stopper) => {
        stop = stopper;
      },
      (error: unknown) => {
        log("error", error instanceof Error ? error.message : String(error), {
          cause: error instanceof Error ? String(error.cause ?? "") : "",
        });
        process.exit(1);
      },
    );
  });
  input.on("close", () => end("the starter is gone"));
  process.on("SIGTERM", () => end("SIGTERM"));
  // Ctrl-C reaches the whole terminal group: the supervisor decides when the stores stop.
  process.on("SIGINT", () => {});
}

main();
