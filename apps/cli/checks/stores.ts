import { inspectClickhouse, inspectPostgres, inspectRedis, type StoreReport } from "@triops/embedded/inspect";
import type { StoreUrls } from "@triops/embedded/stores";
import { compareVersions } from "@triops/kernel/versions";
import { pendingOf } from "../migrate-stores.ts";
import { type Finding, fail, ok, reasonOf, warn } from "./finding.ts";

export function judgePostgres(report: StoreReport): Finding[] {
  const findings = [ok("postgres", `Postgres ${report.version} answers`)];
  if (compareVersions(report.version.split(" ")[0] ?? "", "16.0") < 0) {
    findings.push(fail("postgres", `Postgres ${report.version} is too old`, "Use Postgres 16 or newer."));
  }
  for (const name of ["fsync", "synchronous_commit", "full_page_writes"]) {
    const value = report.settings[name];
    // synchronous_commit has stronger values than "on", for replicas.
    if (value !== "off") continue;
    findings.push(
      fail("postgres", `${name} is off: an acknowledged change may be lost`, `Set ${name} = on.`),
    );
  }
  return findings;
}

export function judgeRedis(report: StoreReport): Finding[] {
  const findings = [ok("redis", `Redis ${report.version} answers`)];
  const policy = report.settings["maxmemory-policy"];
  if (policy !== undefined && policy !== "noeviction") {
    findings.push(
      fail("redis", `maxmemory-policy is ${policy}: jobs may vanish`, "Set maxmemory-policy to noeviction."),
    );
  }
  if (report.settings.appendonly === "no") {
    findings.push(fail("redis", "appendonly is off: a restart loses queued jobs", "Set appendonly to yes."));
  }
  if (policy === undefined) {
    findings.push(
      warn(
        "redis",
        "CONFIG is refused, so that settings cannot be read back",
        "Make sure of noeviction and an append-only file.",
      ),
    );
  }
  return findings;
}

export function judgeClickhouse(report: StoreReport): Finding[] {
  const findings = [ok("clickhouse", `ClickHouse ${report.version} answers`)];
  const { journal } = report;
  if (journal === undefined) return findings;
  if (journal.fault !== null) {
    findings.push(
      fail(
        "clickhouse",
        `acknowledged rows wait in its journal for ${Math.round(journal.lagMs / 1_000)} s: ${journal.fault}`,
        "Free space or memory on this machine; the journal goes on by itself.",
      ),
    );
  }
  if (journal.quarantinedBatches > 0) {
    findings.push(
      warn(
        "clickhouse",
        `${journal.quarantinedBatches} acknowledged batches were refused and put aside`,
        "Look at clickhouse/journal/quarantine in the data folder: each has its rows, statement and reason.",
      ),
    );
  }
  return findings;
}

const remedyUnreachable =
  "Look at the lines of `triops up`; it restarts a fallen store by itself within half a minute.";

export async function checkStores(
  urls: StoreUrls,
): Promise<{ findings: Finding[]; skewsMs: Record<string, number> }> {
  const findings: Finding[] = [];
  const skewsMs: Record<string, number> = {};
  const stores = [
    { name: "postgres", inspect: () => inspectPostgres(urls.databaseUrl), judge: judgePostgres },
    { name: "redis", inspect: () => inspectRedis(urls.redisUrl), judge: judgeRedis },
    { name: "clickhouse", inspect: () => inspectClickhouse(urls.clickhouseUrl), judge: judgeClickhouse },
  ];
  for (const { name, inspect, judge } of stores) {
    try {
      const report = await inspect();
      skewsMs[name] = report.clockSkewMs;
      findings.push(...judge(report));
    } catch (error) {
      findings.push(fail(name, `${name} does not answer: ${reasonOf(error)}`, remedyUnreachable));
    }
  }
  return { findings, skewsMs };
}

export async function checkMigrations(urls: StoreUrls): Promise<Finding> {
  try {
    const pending = await pendingOf(urls);
    if (pending.length === 0) return ok("migrations", "both databases are up to date");
    return fail(
      "migrations",
      `${pending.length} missing: ${pending.join(", ")}`,
      "`npm start` migrates; or run `pnpm triops migrate`.",
    );
  } catch (error) {
    return fail("migrations", `cannot be read: ${reasonOf(error)}`, "Get the stores to answer first.");
  }
}
