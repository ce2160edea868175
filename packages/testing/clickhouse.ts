import "./stores.ts";
import { randomBytes } from "node:crypto";
import { createLogger } from "@triops/kernel/logger";
import { createTelemetry, type Telemetry } from "@triops/telemetry/client/telemetry";
import { migrateTelemetry } from "@triops/telemetry/migrate";
import { inject } from "vitest";

export type TestTelemetry = {
  telemetry: Telemetry;
  /** Address with the file's own database. */
  url: string;
  /** Removes the database; call it when the file is done. */
  drop(): Promise<void>;
};

/** A migrated ClickHouse database for one test file. */
export async function createTestTelemetry(options: { migrate?: boolean } = {}): Promise<TestTelemetry> {
  const log = createLogger("test", "error");
  const base = new URL(inject("stores").clickhouseUrl);
  const database = `test_${randomBytes(6).toString("hex")}`;
  base.pathname = "/";
  const root = createTelemetry({ url: base.href, log });
  await root.command({ name: "test", sql: `CREATE DATABASE ${database}` });
  base.pathname = `/${database}`;
  const telemetry = createTelemetry({ url: base.href, log });
  if (options.migrate ?? true) await migrateTelemetry(telemetry);
  return {
    telemetry,
    url: base.href,
    async drop() {
      await telemetry.close();
      await root.command({ name: "test", sql: `DROP DATABASE ${database}` });
      await root.close();
    },
  };
}
