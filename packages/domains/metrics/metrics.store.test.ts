import { putSamples } from "@triops/telemetry/testing";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { labels, list, query, readSources, values } from "./read.ts";

let harness: Harness;
let caller: Caller;
let other: Caller;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  caller = harness.systemCaller(await harness.makeWorkspace());
  other = harness.systemCaller(await harness.makeWorkspace());
  for (const [host, value] of [
    ["web-1", 1],
    ["web-2", 3],
  ] as const) {
    await putSamples(harness.runtime.telemetry, caller.context.workspaceId, {
      metric: "cpu",
      kind: "gauge",
      unit: "1",
      labels: { host_name: host },
      points: Array.from({ length: 20 }, (_, i) => [ago(20 - i), value] as const),
    });
  }
});
afterAll(() => harness.close());

describe("metrics", () => {
  it("are listed with what they are", async () => {
    const page = await list.call(caller, {});
    expect(page).toMatchObject({ data: [{ metric: "cpu", kind: "gauge", unit: "1", seriesCount: 2 }] });
    expect((await list.call(caller, { search: "memory" })).data).toEqual([]);
  });

  it("know their labels and values", async () => {
    expect((await labels.call(caller, { metric: "cpu" })).data).toEqual([
      { label: "host_name", valueCount: 2 },
    ]);
    const found = await values.call(caller, { label: "host_name", search: "2" });
    expect(found.data).toEqual([{ value: "web-2", seriesCount: 1 }]);
  });

  it("are queried as a query string asks: filters as JSON, groups with commas", async () => {
    const result = await query.call(caller, {
      metric: "cpu",
      filters: JSON.stringify([{ label: "host_name", op: "=~", value: "web-.*" }]),
      groupBy: "host_name",
      stepMs: "60000",
    } as never);
    expect(result).toMatchObject({ seriesTotal: 2, groupsTotal: 2, stepMs: 60_000, unit: "1" });
    const means = result.groups.map((group) => [
      group.labels.host_name,
      group.values.findLast((v) => v !== null),
    ]);
    expect(means).toEqual([
      ["web-2", 3],
      ["web-1", 1],
    ]);
    const together = await query.call(caller, { metric: "cpu", aggregate: "sum", stepMs: 60_000 });
    expect(together.groups[0]?.values.findLast((v) => v !== null)).toBe(4);
  });

  it.each([
    [{ filters: "[" }, "filters"],
    [{ filters: '[{"label":"a","op":"~","value":"b"}]' }, "filters"],
    [{ from: "yesterday" }, "from"],
    [{ aggregate: "median" }, "aggregate"],
  ])("refuse %j, naming the field", async (wrong, field) => {
    await expect(query.call(caller, { metric: "cpu", ...wrong } as never)).rejects.toMatchObject({
      code: "invalid",
      fields: [expect.objectContaining({ path: expect.stringContaining(field) })],
    });
  });

  it("refuse a range that ends before it starts, and one that is longer than any retention", async () => {
    const range = (from: Date, to: Date) => ({
      metric: "cpu",
      from: from.toISOString(),
      to: to.toISOString(),
    });
    await expect(query.call(caller, range(ago(1), ago(2)))).rejects.toMatchObject({ code: "invalid" });
    await expect(query.call(caller, range(ago(1e6), ago(2)))).rejects.toMatchObject({ code: "invalid" });
  });

  it("are not seen from another workspace", async () => {
    expect((await list.call(other, {})).data).toEqual([]);
    expect((await labels.call(other, {})).data).toEqual([]);
    expect(await query.call(other, { metric: "cpu" })).toMatchObject({ seriesTotal: 0, groups: [] });
    expect(await readSources.call(other, {})).toMatchObject({ newestSample: null, lagMs: null });
  });

  it("say how far behind the newest sample is", async () => {
    const { lagMs } = await readSources.call(caller, {});
    expect(lagMs).toBeGreaterThan(30_000);
    expect(lagMs).toBeLessThan(300_000);
  });

  it("are rolled up by their job", async () => {
    await harness.queue.runNow("metrics.roll-up");
    await expect(harness.queue.runNow("metrics.roll-up")).resolves.toBeUndefined();
  });
});
