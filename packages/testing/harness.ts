import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobs, subscriptions } from "@triops/domains/register";
import type { Caller, Runtime } from "@triops/domains/runtime";
import { createInspector } from "@triops/jobs/inspect";
import { createMemoryJobs, type MemoryJobs } from "@triops/jobs/memory";
import { type Clock, systemClock } from "@triops/kernel/clock";
import type { Actor, Role, Scope } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import { openObjectStore } from "@triops/providers/object-store/object-store";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { inject } from "vitest";
import { createTestTelemetry } from "./clickhouse.ts";
import { createTestDatabase } from "./database.ts";
import { workerNumber } from "./env.ts";

export type SentMail = { to: string; subject: string; text: string };
export type TestWorkspace = { id: string; slug: string };

export type Harness = {
  runtime: Runtime;
  redisUrl: string;
  /** What was mailed, oldest first. */
  mails: SentMail[];
  queue: MemoryJobs;
  makeWorkspace(given?: { operator?: boolean }): Promise<TestWorkspace>;
  /** Somebody who may do what this role may: a member with an account. */
  callerAs(workspace: TestWorkspace, role: Role): Promise<Caller & { userId: string }>;
  /** A machine with these scopes, without a stored key. */
  callerWith(workspace: TestWorkspace, scopes: Scope[]): Caller;
  /** Triops itself. */
  systemCaller(workspace: TestWorkspace): Caller;
  /** Delivers events and runs what waits, until nothing is left. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Everything verbs run on, over real stores of the test file's own: a cloned Postgres database, a Redis database
 * emptied before use, and (when asked for) a migrated ClickHouse database. Jobs run in this process, when told to.
 */
export async function createHarness(options: { clickhouse?: boolean; clock?: Clock } = {}): Promise<Harness> {
  const clock = options.clock ?? systemClock;
  const log = createLogger("test", "silent");
  const { database, drop } = await createTestDatabase();
  const redisUrl = `${inject("stores").redisUrl.replace(/\/\d*$/, "")}/${workerNumber()}`;
  const redis = connectRedis(redisUrl, "command", () => {});
  await waitForRedis(redis);
  await redis.flushdb();
  const clickhouse = options.clickhouse ? await createTestTelemetry() : null;
  const telemetry = clickhouse?.telemetry ?? createTelemetry({ url: inject("stores").clickhouseUrl, log });
  const inspector = createInspector({ redisUrl, jobs, log });
  const mails: SentMail[] = [];
  const queue = createMemoryJobs({ jobs, services: () => ({ ...runtime, subscriptions }), clock, log });
  const objectFolder = mkdtempSync(join(tmpdir(), "triops-test-objects-"));
  const runtime: Runtime = {
    database,
    telemetry,
    redis,
    objects: openObjectStore(objectFolder),
    queue,
    inspector,
    clock,
    log,
    mailer: {
      configured: true,
      send: async ({ to, subject, text }) => void mails.push({ to, subject, text }),
      close: () => {},
    },
    secretKey: "a secret key for tests, long enough",
    webUrl: "http://127.0.0.1:3999",
    gatewayUrl: "http://127.0.0.1:4999",
  };
  const callerOf = (workspace: TestWorkspace, actor: Actor): Caller => ({
    runtime,
    context: {
      workspaceId: workspace.id,
      actor,
      requestId: newId(),
      origin: { ip: "127.0.0.1" },
      now: clock.now(),
    },
  });

  return {
    runtime,
    redisUrl,
    mails,
    queue,
    async makeWorkspace({ operator = false } = {}) {
      const id = newId();
      return database.workspace.create({ data: { id, slug: `w-${id}`, name: "A workspace", operator } });
    },
    async callerAs(workspace, role) {
      const userId = newId();
      const name = `The ${role}`;
      const email = `${role}-${userId}@example.com`;
      await database.user.create({ data: { id: userId, name, email, emailVerified: true } });
      const { id } = await database.member.create({
        data: { id: newId(), workspaceId: workspace.id, userId, role },
      });
      return { ...callerOf(workspace, { kind: "member", id, name, role }), userId };
    },
    callerWith: (workspace, scopes) =>
      callerOf(workspace, { kind: "apiKey", id: newId(), name: "A key", scopes }),
    systemCaller: (workspace) => callerOf(workspace, { kind: "system", id: "test", name: "Test" }),
    settle: () => queue.drain(),
    async close() {
      await inspector.close();
      redis.disconnect();
      if (clickhouse) await clickhouse.drop();
      else await telemetry.close();
      await drop();
      rmSync(objectFolder, { recursive: true, force: true });
    },
  };
}
