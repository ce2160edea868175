import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { facets, get, histogram, list, surrounding } from "./read.ts";
import { templates } from "./read-templates.ts";
import { makeLog } from "./testing.ts";

let harness: Harness;
let home: TestWorkspace;
let caller: Caller;
let ids: string[];
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  home = await harness.makeWorkspace();
  caller = await harness.callerAs(home, "viewer");
  const nowMs = caller.context.now.getTime();
  const at = (agoMs: number) => new Date(nowMs - agoMs);
  ids = [
    await makeLog(caller, {
      time: at(50_000),
      body: "cart 17 opened",
      attributes: { user: "ann" },
      sessionId: "s1",
    }),
    await makeLog(caller, { time: at(40_000), body: "cart 18 opened", resource: { "host.name": "h1" } }),
    await makeLog(caller, {
      time: at(30_000),
      body: "payment refused",
      severityNumber: 17,
      templateId: "aa",
    }),
    await makeLog(caller, { time: at(20_000), body: "cart 19 opened", resource: { "host.name": "h1" } }),
    await makeLog(caller, {
      time: at(10_000),
      body: "mail sent",
      service: "mail",
      resource: { "host.name": "h2" },
    }),
  ];
});
afterAll(() => harness.close());

const bodies = (lines: readonly { body: string }[]) => lines.map((line) => line.body);

describe("logs.list", () => {
  it("answers what fits, newest first or oldest first, with the columns asked for", async () => {
    const found = await list.call(caller, { q: "cart", columns: "user,resource.host.name" } as never);
    expect(found.data.map(({ body, columns }) => [body, ...columns])).toEqual([
      ["cart 19 opened", "", "h1"],
      ["cart 18 opened", "", "h1"],
      ["cart 17 opened", "ann", ""],
    ]);
    const oldest = await list.call(caller, { q: "cart", order: "oldest", limit: 2 } as never);
    expect(bodies(oldest.data)).toEqual(["cart 17 opened", "cart 18 opened"]);
    const rest = await list.call(caller, { q: "cart", order: "oldest", cursor: oldest.nextCursor } as never);
    expect(bodies(rest.data)).toEqual(["cart 19 opened"]);
    expect(found.data[2]).toMatchObject({ id: ids[0], sessionId: "s1" });
  });

  it("400 with the place for a search that cannot be read, and for a range that ends before it starts", async () => {
    await expect(list.call(caller, { q: 'service:shop "open' } as never)).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "q", message: expect.stringContaining("at character 14") }],
    });
    const range = { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" };
    await expect(list.call(caller, range as never)).rejects.toMatchObject({ code: "invalid" });
    await expect(list.call(caller, { columns: "a b" } as never)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("about one record", () => {
  it("answers all of it by its id, and its neighbours of the service or of the instance", async () => {
    const id = ids[3] as string;
    expect(await get.call(caller, { id })).toMatchObject({
      id,
      body: "cart 19 opened",
      resource: { "host.name": "h1" },
    });
    const around = await surrounding.call(caller, { id } as never);
    expect(bodies(around.before)).toEqual(["cart 17 opened", "cart 18 opened", "payment refused"]);
    expect(around.after).toEqual([]);
    const nearer = await surrounding.call(caller, { id, scope: "instance" } as never);
    expect(bodies(nearer.before)).toEqual(["cart 18 opened"]);
    const all = await surrounding.call(caller, { id, scope: "all" } as never);
    expect(bodies(all.after)).toEqual(["mail sent"]);
  });

  it("404 in another workspace", async () => {
    const stranger = await harness.callerAs(await harness.makeWorkspace(), "owner");
    await expect(get.call(stranger, { id: ids[0] as string })).rejects.toMatchObject({ code: "not_found" });
  });
});

it("counts by level over time, by field, and by template", async () => {
  expect(await histogram.call(caller, { q: "service:shop" } as never)).toMatchObject({ total: 4 });
  const { data } = await facets.call(caller, { q: "" } as never);
  expect(data.find((facet) => facet.field === "level")?.values).toEqual([
    { value: "info", records: 4 },
    { value: "error", records: 1 },
  ]);
  const found = await templates.call(caller, { q: "" } as never);
  expect(found.data).toMatchObject([
    { id: "aa", text: "payment refused", records: 1, errors: 1, trend: "new" },
  ]);
  expect(found.data[0]?.counts.reduce((sum, one) => sum + one, 0)).toBe(1);
});
