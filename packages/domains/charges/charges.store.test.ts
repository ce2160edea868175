import { putLlmSpans, type TestLlmSpan } from "@triops/telemetry/llm/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { makePrice } from "../prices/testing.ts";
import type { Caller } from "../runtime.ts";
import { makeTeam, makeVirtualKey } from "../virtual-keys/testing.ts";
import { resumeRepricings } from "./jobs.ts";
import { overTime, sums } from "./read.ts";
import { cancel, getRepricing, reprice } from "./reprice.ts";
import { runRepricing } from "./run-repricing.ts";

let harness: Harness;
let workspace: TestWorkspace;
let admin: Caller;
const usd = (text: number) => BigInt(Math.round(text * 1e6)) * 1_000_000n;
const minutesAgo = (minutes: number) => new Date(admin.context.now.getTime() - minutes * 60_000);
const used = (input: number, output: number) => ({
  usage: [
    ["input", input],
    ["output", output],
    ["requests", 1],
  ] as const,
  inputTokens: input,
  outputTokens: output,
});
const put = (...spans: TestLlmSpan[]) => putLlmSpans(admin.runtime.telemetry, workspace.id, spans);

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
});
beforeEach(async () => {
  workspace = await harness.makeWorkspace();
  admin = await harness.callerAs(workspace, "admin");
});
afterAll(() => harness?.close());

describe("charges", () => {
  it("are summed by any dimension, dearest first, page by page, and never counted twice", async () => {
    const team = await makeTeam(admin);
    const key = await makeVirtualKey(admin, { teamId: team.id });
    const ours = {
      route: "fast",
      virtualKey: key.id,
      team: team.id,
      provider: "openai",
      model: "gpt-5-mini",
    };
    const twice = {
      ...ours,
      ...used(10, 5),
      time: minutesAgo(4),
      cost: usd(0.5),
      traceId: "a".repeat(32),
      spanId: "b".repeat(16),
    };
    await put(
      { ...ours, ...used(1_000, 100), time: minutesAgo(9), cost: usd(1), durationMs: 400 },
      { ...ours, ...used(10, 0), time: minutesAgo(8), cost: 0n, cache: "hit" },
      { ...ours, time: minutesAgo(7), status: "error" },
      twice,
      // Sent again, as one batch of a client that got no answer.
      { ...twice },
      {
        route: "slow",
        ...used(5, 5),
        time: minutesAgo(5),
        cost: null,
        unpriced: "no_rate",
        estimated: true,
        provider: "x",
        model: "y",
      },
      { route: "slow", ...used(5, 5), time: minutesAgo(5), cost: usd(9), counts: false },
    );
    const all = await sums.call(admin, {});
    expect(all.total).toEqual({
      ...{ calls: 5, errors: 1, cacheHits: 1, inputTokens: 1_025, outputTokens: 110, costUsd: "1.5" },
      ...{ unpricedCalls: 1, estimatedCalls: 1 },
    });
    expect(all.data.map(({ group, costUsd }) => [group.route, costUsd])).toEqual([
      ["fast", "1.5"],
      ["slow", "0"],
    ]);
    const byKey = await sums.call(admin, { by: "key,team", route: "fast" });
    expect(byKey.data).toMatchObject([
      {
        group: { key: key.id, team: team.id },
        names: { key: key.name, team: team.name },
        calls: 4,
        errors: 1,
      },
    ]);
    const first = await sums.call(admin, { by: "model,provider", limit: 1 });
    const second = await sums.call(admin, { by: "model,provider", limit: 1, cursor: first.nextCursor ?? "" });
    expect([first.data[0]?.group.model, second.data[0]?.group.model]).toEqual(["gpt-5-mini", "y"]);
    expect([second.nextCursor, second.total.calls]).toEqual([null, 5]);
    await expect(sums.call(admin, { by: "route", cursor: first.nextCursor ?? "" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("are told apart by prompt version, and empty values are a value", async () => {
    const prompt = { id: "1", name: "greet", version: 2, label: "production" };
    await put({ time: minutesAgo(3), prompt, cost: usd(0.25) }, { time: minutesAgo(2), cost: usd(0.5) });
    const { data } = await sums.call(admin, { by: "promptVersion" });
    expect(data.map(({ group, costUsd }) => [group.promptVersion, costUsd])).toEqual([
      ["", "0.5"],
      ["greet@2", "0.25"],
    ]);
    expect((await sums.call(admin, { promptVersion: "greet@2" })).total.calls).toBe(1);
    expect((await sums.call(admin, { promptName: "" })).total.calls).toBe(1);
  });

  it("stand over time, the dearest by themselves and the rest together", async () => {
    await put(
      ...["a", "b", "c"].map((route, index) => ({ route, time: minutesAgo(10), cost: usd(3 - index) })),
      { route: "a", time: minutesAgo(70), cost: usd(1) },
    );
    const { series, stepSeconds } = await overTime.call(admin, {
      ...{ from: minutesAgo(120).toISOString(), by: "route", series: 2, stepSeconds: 3_600 },
    });
    expect(stepSeconds).toBe(3_600);
    expect(series.map(({ value, name }) => [value, name])).toEqual([
      ["a", "a"],
      ["b", "b"],
      [null, "The rest"],
    ]);
    const total = series[0]?.points.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
    expect([total, series[2]?.points[0]?.costUsd]).toEqual([4, "1"]);
    const one = await overTime.call(admin, {});
    expect(one.series.map(({ name }) => name)).toEqual(["All calls"]);
  });

  it("400 for a window that ends before it begins", async () => {
    const bad = { from: minutesAgo(1).toISOString(), to: minutesAgo(5).toISOString() };
    await expect(sums.call(admin, bad)).rejects.toMatchObject({ code: "invalid" });
    await expect(sums.call(admin, { by: "nothing" })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("repricing", () => {
  it("applies a price to the past, exactly, and a second run changes nothing more", async () => {
    const own = {
      source: "gateway" as const,
      provider: "openai-compatible",
      model: "house-1",
      unpriced: "unknown_model",
    };
    await put(
      {
        ...own,
        ...used(1_000_000, 500_000),
        time: minutesAgo(30),
        inputText: "what was asked",
        tags: ["kept"],
      },
      { ...own, ...used(10, 10), time: minutesAgo(20) },
      // Before the price holds; from a cache; another model.
      { ...own, ...used(10, 10), time: minutesAgo(300) },
      {
        ...own,
        ...used(10, 10),
        time: minutesAgo(10),
        cache: "hit",
        cost: 0n,
        unpriced: "",
        flags: ["cache_hit"],
      },
      { ...own, ...used(10, 10), time: minutesAgo(10), model: "house-2" },
    );
    await makePrice(admin, { model: "house-1", from: minutesAgo(60).toISOString() });
    const started = await reprice.call(admin, { from: minutesAgo(600).toISOString(), model: "house-1" });
    expect(started).toMatchObject({ state: "waiting", progress: 0 });
    await expect(reprice.call(admin, { from: minutesAgo(600).toISOString() })).rejects.toMatchObject({
      code: "conflict",
    });
    await harness.settle();
    const done = await getRepricing.call(admin, { id: started.id });
    expect(done).toMatchObject({
      ...{ state: "done", progress: 1, callsLooked: 3, callsChanged: 2, callsUnpriced: 1 },
      ...{ beforeUsd: "0", afterUsd: "6.0001", error: null },
    });
    const { total, data } = await sums.call(admin, { by: "model" });
    expect(total).toMatchObject({ calls: 5, costUsd: "6.0001", unpricedCalls: 2 });
    expect(data[0]).toMatchObject({ group: { model: "house-1" }, calls: 4 });
    const [row] = await admin.runtime.telemetry.query({
      name: "test.repriced",
      sql: `SELECT input_text, tags, cost_names, arrayMap(x -> toString(x), cost_values) AS costs FROM llm_spans
        WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
          AND time < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC') AND input_text != '' ORDER BY revision DESC LIMIT 1`,
      row: z.object({
        input_text: z.string(),
        tags: z.array(z.string()),
        cost_names: z.array(z.string()),
        costs: z.array(z.string()),
      }),
      workspaceId: workspace.id,
      window: { from: minutesAgo(600), to: minutesAgo(-1) },
    });
    expect(row).toEqual({
      input_text: "what was asked",
      tags: ["kept"],
      cost_names: ["input", "output"],
      costs: ["2", "4"],
    });
    const again = await reprice.call(admin, { from: minutesAgo(600).toISOString(), model: "house-1" });
    await harness.settle();
    expect(await getRepricing.call(admin, { id: again.id })).toMatchObject({
      ...{ state: "done", callsLooked: 3, callsChanged: 0, beforeUsd: "6.0001", afterUsd: "6.0001" },
    });
  });

  it("that is repeated by a second process counts once, and stops where it is told to", async () => {
    const many = Array.from({ length: 2_300 }, (_, index) => ({
      ...{
        source: "otlp" as const,
        provider: "acme",
        model: "m-1",
        unpriced: "unknown_model",
        ...used(100, 0),
      },
      // More than a round within one millisecond.
      time: index < 2_150 ? minutesAgo(30) : new Date(minutesAgo(20).getTime() + index),
    }));
    await put(...many);
    await makePrice(admin, { provider: "acme", model: "m-*", from: minutesAgo(60).toISOString() });
    const { id } = await reprice.call(admin, { from: minutesAgo(60).toISOString() });
    const signal = new AbortController().signal;
    await Promise.all([runRepricing(admin.runtime, id, signal), runRepricing(admin.runtime, id, signal)]);
    expect(await getRepricing.call(admin, { id })).toMatchObject({
      ...{ state: "done", callsLooked: 2_300, beforeUsd: "0", afterUsd: "0.46" },
    });
    expect((await sums.call(admin, {})).total).toMatchObject({
      calls: 2_300,
      costUsd: "0.46",
      unpricedCalls: 0,
    });
    const other = await reprice.call(admin, { from: minutesAgo(60).toISOString() });
    await cancel.call(admin, { id: other.id });
    await harness.settle();
    expect(await getRepricing.call(admin, { id: other.id })).toMatchObject({
      state: "cancelled",
      callsLooked: 0,
    });
    await expect(cancel.call(admin, { id: other.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("that its process left is taken up again", async () => {
    await put({ model: "left-1", time: minutesAgo(10), unpriced: "unknown_model", ...used(1_000_000, 0) });
    await makePrice(admin, { model: "left-1", from: minutesAgo(60).toISOString() });
    const { database } = admin.runtime;
    const { id } = await reprice.call(admin, { from: minutesAgo(60).toISOString() });
    // As a worker leaves it that was killed: begun, and in no queue.
    await database.$executeRaw`UPDATE repricings SET state = 'running', "cursor" = "from",
      "updatedAt" = now() - interval '5 minutes' WHERE id = ${id}::uuid`;
    await harness.queue.enqueue(resumeRepricings, {});
    await harness.settle();
    expect(await getRepricing.call(admin, { id })).toMatchObject({
      ...{ state: "done", callsLooked: 1, afterUsd: "2" },
    });
  });
});
