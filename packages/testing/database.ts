import "./stores.ts";
import { randomBytes } from "node:crypto";
import { createDatabase, type Database } from "@triops/database/client";
import { applyMigrations } from "@triops/database/migrate";
import pg from "pg";
import { inject } from "vitest";

export type TestDatabase = { database: Database; url: string; drop(): Promise<void> };

const template = "triops_template";
/** Key of the advisory lock under which the template is made. */
const lockKey = 7_426_120;

/** A database of its own for one test file: a copy of one that was migrated once per run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const base = inject("stores").databaseUrl;
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(base, async (admin) => {
    await admin.query("SELECT pg_advisory_lock($1)", [lockKey]);
    const found = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (found.rowCount === 0) {
      // Renamed when complete: a template that a killed run left half migrated is not taken for one.
      const draft = `${template}_${randomBytes(4).toString("hex")}`;
      await admin.query(`CREATE DATABASE ${draft}`);
      await applyMigrations(at(base, draft));
      // The schema engine's pool lingers; a database is renamed and copied only while nobody is in it.
      await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [draft]);
      await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = at(base, name);
  const database = createDatabase(url);
  return {
    database,
    url,
    async drop() {
      await database.$disconnect();
      await asAdmin(base, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

function at(base: string, name: string): string {
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(url: string, use: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await use(admin);
  } finally {
    await admin.end();
  }
}
