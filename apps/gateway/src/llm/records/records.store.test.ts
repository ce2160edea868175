import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPricer } from "@triops/analysis/pricing/pricer";
import { spendKey } from "@triops/domains/virtual-keys/spend-keys";
import { createLogger } from "@triops/kernel/logger";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { eventually } from "../../testing.ts";
import type { LlmCall } from "../call.ts";
import { makeCall, makeLimits, makeOutcome } from "../limits/call.testing.ts";
import { createEstimator } from "../limits/estimate.ts";
import { createLimits } from "../limits/limits.ts";
import { createRecords } from "./records.ts";

const log = createLogger("test", "silent");
const now = () => Date.now();
const pricerOf = () => createPricer([]);
/** 1,000 tokens in and 500 out of gpt-4o-mini: 0.15 and 0.60 USD a million. */
const costUsd = "0.00045";

let store: TestTelemetry;
let redis: TestRedis;
let folder: string;
const open: { close(): Promise<void> | void }[] = [];

function gateway(clickhouseUrl = store.url, bytesMax?: number) {
  const telemetry = createTelemetry({ url: clickhouseUrl, log });
  const limits = createLimits({ redis: redis.redis, estimator: createEstimator(pricerOf, now), now });
  const records = createRecords({
    telemetry,
    limits,
    pricerOf,
    folder,
    log,
    now,
    ...(bytesMax === undefined ? {} : { bytesMax }),
  });
  open.push({
    async close() {
      await records.close();
      limits.close();
      await telemetry.close();
    },
  });
  return { records, limits };
}

const rows = async (call: LlmCall) =>
  store.telemetry.administer({
    name: "test",
    sql: `SELECT toString(cost) AS cost, usage_names, usage_values, estimated, unpriced, flags, input_preview,
        output_preview, prompt_version, virtual_key, model, provider, counts
      FROM llm_spans WHERE workspace_id = {ws:UUID}`,
    params: { ws: call.workspaceId },
    row: z.looseObject({ cost: z.string().nullable(), estimated: z.number() }),
  });
const spans = async (call: LlmCall) =>
  store.telemetry.administer({
    name: "test",
    sql: "SELECT name, attributes FROM spans WHERE workspace_id = {ws:UUID} AND span_id = {id:String}",
    params: { ws: call.workspaceId, id: call.spanId },
    row: z.object({ name: z.string(), attributes: z.record(z.string(), z.string()) }),
  });
const spent = (call: LlmCall) =>
  redis.redis.get(spendKey({ kind: "workspace", id: call.workspaceId }, "month", call.startedMs));
const segments = () => readdirSync(folder).filter((name) => name.endsWith(".spool"));

beforeAll(async () => {
  store = await createTestTelemetry();
  redis = await createTestRedis();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triops-spool-"));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  redis.close();
  await store.drop();
});

describe("a finished call", () => {
  test("is a priced row, a span with its messages and spend on its counters", async () => {
    const { records } = gateway();
    const call = makeCall({
      prompt: { id: "p1", name: "greeting", version: 3, label: "production" },
      user: "ada",
      metadata: { tenant: "north" },
    });
    expect(await records.finish(call, makeOutcome(call), null)).toEqual({ costUsd, estimated: false });
    await eventually(async () => expect(await rows(call)).toHaveLength(1));
    expect(await rows(call)).toMatchObject([
      {
        cost: costUsd,
        estimated: 0,
        prompt_version: 3,
        counts: 1,
        input_preview: "Say hello",
        output_preview: "Hello to you",
      },
    ]);
    const [span] = await spans(call);
    expect(span?.name).toBe("chat gpt-4o-mini");
    expect(span?.attributes).toMatchObject({
      "gen_ai.usage.input_tokens": "1000",
      "gen_ai.usage.output_tokens": "500",
      "gen_ai.provider.name": "openai",
      "triops.prompt.label": "production",
      "triops.metadata.tenant": "north",
      "user.id": "ada",
    });
    expect(JSON.parse(span?.attributes["gen_ai.output.messages"] ?? "")).toEqual([
      { role: "assistant", parts: [{ type: "text", content: "Hello to you" }] },
    ]);
    await eventually(async () => expect(await spent(call)).toBe("450000"));
    await eventually(async () => expect(segments()).toEqual([]));
  });

  test("keeps no bodies where its route says so", async () => {
    const { records } = gateway();
    const call = makeCall({ logBodies: false });
    await records.finish(call, makeOutcome(call), null);
    await eventually(async () => expect(await rows(call)).toHaveLength(1));
    expect(JSON.stringify([await rows(call), await spans(call)])).not.toMatch(/Say hello|Hello to you/);
  });

  test("is counted here and marked when the provider stated no usage", async () => {
    const { records } = gateway();
    const call = makeCall();
    const finished = await records.finish(call, makeOutcome(call, { usage: null }), null);
    expect(finished.estimated).toBe(true);
    await eventually(async () =>
      expect(await rows(call)).toMatchObject([{ estimated: 1, flags: ["estimated"] }]),
    );
    // "user\nSay hello" is four tokens in a frame of six, "Hello to you" three.
    expect(await rows(call)).toMatchObject([
      { usage_names: ["requests", "input", "output"], usage_values: [1, 10, 3] },
    ]);
  });

  test("has no cost and says why when the price is not known", async () => {
    const { records } = gateway();
    const call = makeCall();
    const outcome = makeOutcome(call, { model: "home-made-1", responseModel: "home-made-1" });
    expect(await records.finish(call, outcome, null)).toEqual({ costUsd: null, estimated: false });
    await eventually(async () =>
      expect(await rows(call)).toMatchObject([{ cost: null, unpriced: "unknown_model" }]),
    );
  });

  test("costs nothing from the cache, and shows what it would have used", async () => {
    const { records } = gateway();
    const call = makeCall();
    await records.finish(call, makeOutcome(call, { cache: "hit" }), null);
    await eventually(async () =>
      expect(await rows(call)).toMatchObject([
        { cost: "0", flags: ["cache_hit"], usage_values: [1_000, 500, 1] },
      ]),
    );
    expect(await spent(call)).toBeNull();
  });

  test("that the provider refused has no cost, and nothing is missing about it", async () => {
    const { records } = gateway();
    const call = makeCall();
    const error = { class: "server_error" as const, code: "server_error", message: "The provider failed" };
    await records.finish(call, makeOutcome(call, { usage: null, error, outputText: "", output: null }), null);
    await eventually(async () => expect(await rows(call)).toMatchObject([{ cost: null, unpriced: "" }]));
  });

  test("that a limit refused keeps no body, and a flood of them is counted only", async () => {
    const { records } = gateway();
    const call = makeCall();
    const error = { class: "limit" as const, code: "requests_per_minute", message: "The limit is reached" };
    const refused = {
      error,
      status: 429,
      usage: null,
      output: null,
      outputText: "",
      attempts: [],
      provider: null,
    };
    for (let i = 0; i < 60; i++) {
      const one = makeCall({ workspaceId: call.workspaceId });
      await records.finish(one, makeOutcome(one, refused), null);
    }
    await eventually(async () => expect(segments()).toEqual([]));
    const kept = await rows(call);
    // Sixty may fall into two seconds.
    expect(kept.length + records.state().refusalsCounted).toBe(60);
    expect(kept.length).toBeLessThanOrEqual(40);
    expect(JSON.stringify(kept)).not.toContain("Say hello");
  });

  test("with nonsense for usage or times harms no other call", async () => {
    const { records, limits } = gateway();
    const call = makeCall();
    const others = Array.from({ length: 3 }, () => makeCall({ workspaceId: call.workspaceId }));
    const huge = { prompt_tokens: 1e300, completion_tokens: 1e300 };
    const published = makeLimits(call, { tokensPerMinute: 1_000 });
    const answer = await limits.reserve(call, published, { priceProvider: "openai", model: "gpt-4o-mini" });
    if (!("granted" in answer)) throw new Error("refused");
    await Promise.all([
      records.finish(call, makeOutcome(call, { usage: { usage: huge } }), answer.granted),
      records.finish(others[0] as LlmCall, makeOutcome(call, { endedMs: Number.NaN }), null),
      ...others.slice(1).map((one) => records.finish(one, makeOutcome(one), null)),
    ]);
    await eventually(async () => expect((await rows(call)).length).toBe(3));
    await eventually(async () => expect(segments()).toEqual([]));
    expect(records.state()).toMatchObject({ failed: 1, unsettledCalls: 0 });
  });

  test("leaves no mark of its file in Redis once others follow", async () => {
    const { records } = gateway();
    for (let i = 0; i < 3; i++) {
      const call = makeCall();
      await records.finish(call, makeOutcome(call), null);
      await eventually(async () => expect(segments()).toEqual([]));
    }
    const owner = readdirSync(folder)
      .find((name) => name.endsWith(".owner"))
      ?.slice(0, -".owner".length);
    expect(await redis.redis.keys(`{triops}:llm:settled:${owner}*`)).toHaveLength(1);
  });

  test("gives its reservation back and counts what it cost", async () => {
    const { records, limits } = gateway();
    const call = makeCall();
    const published = makeLimits(call, { spend: [{ period: "month", limitUsd: "5" }] });
    const answer = await limits.reserve(call, published, { priceProvider: "openai", model: "gpt-4o-mini" });
    if (!("granted" in answer)) throw new Error("refused");
    await records.finish(call, makeOutcome(call), answer.granted);
    await eventually(async () => expect(await spent(call)).toBe("450000"));
    expect(limits.state().reservations).toBe(0);
  });
});

describe("the spool", () => {
  const nowhere = "http://127.0.0.1:1/default";

  /** A folder as a killed gateway leaves it: its files, and an owner that is no more. */
  function orphan() {
    for (const name of readdirSync(folder).filter((one) => one.endsWith(".owner"))) {
      const owner = JSON.parse(readFileSync(join(folder, name), "utf8"));
      writeFileSync(join(folder, name), JSON.stringify({ ...owner, start: "another" }));
    }
  }

  test("a call is in the file when it is finished, and stored by the next gateway once", async () => {
    const killed = gateway(nowhere);
    const calls = Array.from({ length: 40 }, () => makeCall());
    for (const call of calls) await killed.records.finish(call, makeOutcome(call), null);
    expect(segments().length).toBeGreaterThan(0);
    const first = calls[0] as LlmCall;
    await eventually(async () => expect(await spent(first)).toBe("450000"));
    orphan();
    const next = gateway();
    await eventually(async () => expect(segments()).toEqual([]), 15_000);
    for (const call of calls) {
      expect(await rows(call)).toHaveLength(1);
      expect(await spent(call)).toBe("450000");
    }
    expect(next.records.state()).toMatchObject({ delivered: 40, waitingCalls: 0, unsettledCalls: 0 });
  });

  test("what was stored before the kill is not stored again", async () => {
    const killed = gateway(nowhere);
    const call = makeCall();
    await killed.records.finish(call, makeOutcome(call), null);
    await eventually(async () => expect(await spent(call)).toBe("450000"));
    orphan();
    const copies = segments().map((name) => ({ name, body: readFileSync(join(folder, name)) }));
    gateway();
    await eventually(async () => expect(segments()).toEqual([]), 15_000);
    // The kill came between the insert and the removal of the file.
    for (const { name, body } of copies) writeFileSync(join(folder, name), body);
    gateway();
    await eventually(async () => expect(segments()).toEqual([]), 15_000);
    const [counted] = await store.telemetry.administer({
      name: "test",
      sql: "SELECT (SELECT count() FROM llm_spans WHERE workspace_id = {ws:UUID}) + (SELECT count() FROM spans WHERE workspace_id = {ws:UUID}) AS n",
      params: { ws: call.workspaceId },
      row: z.object({ n: z.coerce.number() }),
    });
    expect(counted?.n).toBe(2);
    expect(await spent(call)).toBe("450000");
  });

  test("a frame that the kill cut off ends the file and nothing else", async () => {
    const killed = gateway(nowhere);
    const call = makeCall();
    await killed.records.finish(call, makeOutcome(call), null);
    orphan();
    const name = segments()[0] as string;
    const body = readFileSync(join(folder, name));
    writeFileSync(join(folder, name), Buffer.concat([body, body.subarray(0, body.length - 5)]));
    gateway();
    await eventually(async () => expect(await rows(call)).toHaveLength(1), 15_000);
  });

  test("a disk that refuses lets a call wait for the stores instead, and refuses the next ones", async () => {
    const { records } = gateway();
    const call = makeCall();
    rmSync(folder, { recursive: true, force: true });
    expect(await records.finish(call, makeOutcome(call), null)).toEqual({ costUsd, estimated: false });
    expect(await rows(call)).toHaveLength(1);
    expect(await spent(call)).toBe("450000");
    expect(records.refusal()).toBe("Records of model calls cannot be written");
    expect(records.state().writeFault).toContain("ENOENT");
  });

  test("a full spool refuses calls before they start", async () => {
    const { records } = gateway(nowhere, 1_000);
    const call = makeCall();
    expect(records.refusal()).toBeNull();
    await records.finish(call, makeOutcome(call), null);
    expect(records.refusal()).toBe("Too many records of model calls wait to be stored");
    expect(records.state().waitingCalls).toBe(1);
  });
});
