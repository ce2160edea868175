import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { withSchemaEngine } from "./schema-engine.ts";

const prismaFolder = path.resolve(import.meta.dirname, "../../prisma");
const noFilter = { externalTables: [], externalEnums: [] };

/** One migration runs at a time over all processes of an installation: the key of a Postgres advisory lock. */
const lockKey = 7_426_119;

async function withEngine<T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  return withSchemaEngine(url, await schemaFiles(), use);
}

async function schemaFiles(): Promise<[string, string][]> {
  const folder = path.join(prismaFolder, "schema");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => {
      const file = path.join(folder, name);
      return [file, await readFile(file, "utf8")];
    }),
  );
}

async function migrationsOnDisk() {
  const baseDir = path.join(prismaFolder, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/** Applies what is missing. Safe to call from several processes at once. @returns names applied now */
export async function applyMigrations(url: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [lockKey]);
    const migrationsList = await migrationsOnDisk();
    const result = await withEngine(url, (engine) =>
      engine.applyMigrations({ migrationsList, filters: noFilter }),
    );
    return result.appliedMigrationNames;
  } finally {
    await lock.end();
  }
}

/** Names of migrations that the database has not seen. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const { migrationDirectories } = await migrationsOnDisk();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const applied = await client
      .query<{ migration_name: string }>(
        "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
      )
      .then((result) => new Set(result.rows.map((row) => row.migration_name)))
      .catch((error: { code?: string }) => {
        if (error.code === "42P01") return new Set<string>();
        throw error;
      });
    return migrationDirectories.map((entry) => entry.path).filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}

/**
 * SQL that leads from the migrations on disk to the schema files; empty when they agree. The migrations are
 * replayed in a database made for it on the server of `url` and dropped afterwards.
 */
export async function diffMigrations(url: string): Promise<string> {
  return withThrowawayDatabase(url, async (throwaway) => {
    await applyMigrations(throwaway);
    const files = (await schemaFiles()).map(([file, content]) => ({ path: file, content }));
    const result = await withEngine(throwaway, (engine) =>
      engine.diff({
        from: { tag: "schemaDatasource", files, configDir: prismaFolder },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: null,
        filters: { externalTables: ["public._prisma_migrations"], externalEnums: [] },
      }),
    );
    const sql = result.stdout ?? "";
    return sql.includes("This is an empty migration") ? "" : sql;
  });
}

async function withThrowawayDatabase<T>(url: string, use: (url: string) => Promise<T>): Promise<T> {
  const name = `triops_diff_${randomBytes(8).toString("hex")}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const throwaway = new URL(url);
    throwaway.pathname = `/${name}`;
    return await use(throwaway.href);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}
