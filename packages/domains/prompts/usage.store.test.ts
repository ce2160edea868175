import { newId } from "@triops/kernel/ids";
import { putLlmSpans } from "@triops/telemetry/llm/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { setLabel } from "./labels.ts";
import { makePrompt, makeVersion } from "./testing.ts";
import { usage, usageOfMany } from "./usage.ts";

let harness: Harness;
let workspace: TestWorkspace;
let ann: Caller;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  ann = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

it("sums calls, cost and latency per version, with who called; what has no price is counted apart", async () => {
  const { id, name } = await makePrompt(ann);
  await makeVersion(ann, id);
  await setLabel.call(ann, { id, label: "staging", version: 2 });
  const at = (minutes: number) => new Date(harness.runtime.clock.now().getTime() - minutes * 60_000);
  const prompt = (version: number) => ({ id, name, version, label: version === 1 ? "production" : "" });
  const twice = { traceId: "ab".repeat(16), spanId: "cd".repeat(8), time: at(3) };
  await putLlmSpans(harness.runtime.telemetry, workspace.id, [
    {
      time: at(5),
      prompt: prompt(1),
      cost: 1n,
      service: "shop",
      route: "fast",
      durationMs: 100,
    },
    {
      time: at(4),
      prompt: prompt(1),
      cost: 20_000_000_000n,
      service: "shop",
      route: "fast",
      durationMs: 300,
    },
    { time: at(4), prompt: prompt(1), cost: null, service: "mail", status: "error" },
    // Priced later: the row with the higher revision holds.
    { ...twice, prompt: prompt(2), cost: null, revision: 1n },
    { ...twice, prompt: prompt(2), cost: 1_500_000_000_000n, revision: 2n },
    // Says again what another row says.
    { time: at(2), prompt: prompt(2), cost: 9_000_000_000_000n, counts: false },
    { time: at(2), prompt: prompt(2), cost: null },
  ]);
  const said = {
    externalId: "s1",
    kind: "numeric",
    text: "",
    comment: "",
    source: "api",
    spanId: "",
    session: "",
  };
  await harness.runtime.database.score.create({
    data: {
      ...said,
      ...{ id: newId(), workspaceId: workspace.id, name: "helpful", number: 0.5, traceId: twice.traceId },
      ...{ at: at(2), authorId: "a", authorName: "A" },
    },
  });
  const seen = await usage.call(ann, { id });
  expect(seen.versions[0]?.quality).toEqual([{ name: "helpful", count: 1, mean: 0.5 }]);
  expect(seen.quality).toMatchObject({
    since: null,
    scores: [{ name: "helpful", versions: [{ version: 2 }] }],
  });
  const line = seen.quality.scores[0]?.versions[0];
  const place = seen.series.times.findLastIndex((time) => time <= twice.time.getTime());
  expect(line?.means).toHaveLength(seen.series.times.length);
  expect([line?.means[place], line?.counts[place]]).toEqual([0.5, 1]);
  expect(
    seen.versions.map(({ version, calls, errors, costUsd, unpriced }) => [
      version,
      calls,
      errors,
      costUsd,
      unpriced,
    ]),
  ).toEqual([
    [2, 2, 0, "1.5", 1],
    [1, 3, 1, "0.020000000001", 0],
  ]);
  expect(seen.callers[0]).toMatchObject({ service: "shop", route: "fast", version: 1, calls: 2 });
  expect(
    seen.series.versions.map(({ version, calls }) => [version, calls.reduce((a, b) => a + b, 0)]),
  ).toEqual([
    [2, 2],
    [1, 3],
  ]);
  expect(seen.moves).toMatchObject([{ label: "staging", toVersion: 2 }]);
  const many = await usageOfMany.call(ann, { ids: id } as never);
  expect(many.data).toMatchObject([{ id, calls: 5, costUsd: "1.520000000001" }]);
});

it("finds the scores of a prompt among many that are about something else, and says where it stopped looking", async () => {
  const world = await harness.makeWorkspace();
  const caller = await harness.callerAs(world, "editor");
  const { id, name } = await makePrompt(caller);
  const now = harness.runtime.clock.now().getTime();
  const traceIds = Array.from({ length: 30 }, (_, at) => at.toString(16).padStart(32, "0"));
  await putLlmSpans(
    harness.runtime.telemetry,
    world.id,
    traceIds.map((traceId, at) => ({
      ...{ traceId, time: new Date(now - (at + 1) * 3_600_000), cost: 1n },
      prompt: { id, name, version: 1, label: "" },
    })),
  );
  const scored = (count: number, more: (at: number) => { traceId: string; at: Date; name: string }) =>
    harness.runtime.database.score.createMany({
      data: Array.from({ length: count }, (_, at) => ({
        ...{
          id: newId(),
          workspaceId: world.id,
          externalId: `${more(at).name} ${at}`,
          kind: "boolean",
          number: 1,
        },
        ...{ source: "api", authorId: "a", authorName: "A", ...more(at) },
      })),
    });
  const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
  await scored(30, (at) => ({ traceId: traceIds[at] ?? "", at: minutesAgo(600), name: "helpful" }));
  await scored(9_000, (at) => ({
    traceId: newId().replaceAll("-", ""),
    at: minutesAgo(at % 100),
    name: "other",
  }));
  const seen = await usage.call(caller, { id });
  expect(seen.versions[0]?.quality).toEqual([{ name: "helpful", count: 30, mean: 1 }]);
  expect(seen.quality.since).toBeNull();
  await scored(12_000, (at) => ({
    traceId: newId().replaceAll("-", ""),
    at: minutesAgo(1),
    name: `more ${at}`,
  }));
  const later = await usage.call(caller, { id });
  expect(later.versions[0]?.quality).toEqual([]);
  expect(Date.parse(later.quality.since ?? "")).toBeGreaterThan(now - 100 * 60_000);
}, 60_000);

it("shows nothing of another workspace's prompt of the same name", async () => {
  const other = await harness.makeWorkspace();
  const caller = await harness.callerAs(other, "editor");
  const { id, name } = await makePrompt(caller);
  await putLlmSpans(harness.runtime.telemetry, workspace.id, [
    {
      time: harness.runtime.clock.now(),
      prompt: { id, name, version: 1, label: "" },
      cost: 1_000_000_000_000n,
    },
  ]);
  expect((await usage.call(caller, { id })).versions).toEqual([]);
});
