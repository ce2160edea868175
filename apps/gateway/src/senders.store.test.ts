import { keyLimits } from "@triops/domains/api-keys/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey } from "./testing.ts";
import { gauge, request, startWorld, type World } from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const row = z.object({
  endpoint: z.string(),
  agent: z.string(),
  requests: z.coerce.number(),
  refused: z.coerce.number(),
  deferred: z.coerce.number(),
  bytes: z.coerce.number(),
});

const sendersOf = (workspaceId: string) =>
  world.store.telemetry.administer({
    name: "test",
    sql: `SELECT endpoint, agent, sum(requests) AS requests, sum(refused) AS refused, sum(deferred) AS deferred,
            sum(bytes) AS bytes
          FROM ingest_senders WHERE workspace_id = {ws:UUID} AND agent != 'node' GROUP BY endpoint, agent
          ORDER BY endpoint, agent`,
    params: { ws: workspaceId },
    row,
  });

describe("senders", () => {
  it("are noted by program and address, with what was refused", async () => {
    const headers = { "user-agent": "Prometheus/2.53.0" };
    await world.post({ json: request(gauge("m", 1)), headers });
    await world.post({ body: "{", headers });
    await world.post({ path: "/v1/logs", json: {}, headers: { "user-agent": "Fluent-Bit" } });
    await eventually(async () => {
      expect(await sendersOf(world.key.workspaceId)).toMatchObject([
        { endpoint: "/v1/logs", agent: "Fluent-Bit", requests: 1, refused: 0 },
        { endpoint: "/v1/metrics", agent: "Prometheus/2.53.0", requests: 2, refused: 1, deferred: 0 },
      ]);
    });
  });
});

describe("rate limits", () => {
  it("429 with Retry-After in the protocol's own shape, counted, once a workspace sends too much", async () => {
    const limits = { ...keyLimits, bytesPerSecondMax: 10 };
    const slow = await publishTestKey(world.redis.redis, { limits });
    const send = () => world.post({ json: request(gauge("m", 1)), credential: slow.key });
    await eventually(async () => expect((await send()).status).toBe(429));
    const answer = await send();
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({
      code: 8,
      message: expect.stringContaining("10 bytes a second"),
    });
    const write = await world.post({
      path: "/api/v1/write",
      body: new Uint8Array(200),
      headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
      credential: slow.key,
    });
    expect([write.status, await write.text()]).toEqual([429, expect.stringContaining("10 bytes a second")]);
    expect((await world.post({ json: {} })).status).toBe(200);
    await eventually(async () => {
      const rows = await world.store.telemetry.administer({
        name: "test",
        sql: `SELECT sum(count) AS n FROM ingest_counters
              WHERE workspace_id = {ws:UUID} AND reason = 'rate_limit' AND outcome = 'rejected'`,
        params: { ws: slow.workspaceId },
        row: z.object({ n: z.coerce.number() }),
      });
      expect(rows[0]?.n).toBeGreaterThanOrEqual(3);
    });
  });
});
