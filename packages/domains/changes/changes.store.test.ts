import { manualClock } from "@triops/kernel/clock";
import { isTriopsError } from "@triops/kernel/errors";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { create as createMonitor } from "../monitors/create.ts";
import type { Caller } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { gatherOwn } from "./gather-own.ts";
import { list, markers, readFacets } from "./read.ts";
import { remove } from "./remove.ts";
import { contentId, sameWithinMs } from "./rules.ts";
import type { TakenReport } from "./schemas.ts";
import { takeReports } from "./take-reports.ts";
import { makeChange } from "./testing.ts";

const clock = manualClock("2026-01-01T00:00:00Z");
let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;

beforeAll(async () => {
  harness = await createHarness({ clock });
});
beforeEach(async () => {
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

const titles = async (input = {}) => (await list.call(editor, input)).data.map(({ title }) => title);

async function take(...reports: Partial<TakenReport>[]) {
  const body = reports.map((report) => ({
    kind: "deploy",
    title: "Deployed",
    at: clock.now().toISOString(),
    source: "webhook" as const,
    externalId: "id:1",
    before: null,
    after: null,
    ...report,
  }));
  const taken = [{ id: "1", source: "key", receivedAt: clock.now(), body }];
  const caller = harness.systemCaller(workspace);
  await inTransaction(caller, "changes.take", (work) => takeReports.run(work, taken as never));
}

async function gather() {
  await gatherOwn.run({
    payload: {},
    services: harness.runtime,
    signal: new AbortController().signal,
    now: clock.now(),
    attempt: 1,
    log: harness.runtime.log,
    progress: async () => {},
  });
}

describe("the list", () => {
  it("goes by time, also through pages and within one instant", async () => {
    const at = (minute: number) => new Date(clock.now().getTime() - minute * 60_000).toISOString();
    for (const minute of [5, 1, 3, 3, 3, 9]) await makeChange(editor, { title: `${minute}`, at: at(minute) });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await list.call(editor, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ title }) => title));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(["1", "3", "3", "3", "5", "9"]);
  });

  it("filters by kind, service, actor, words and range", async () => {
    await makeChange(editor, { kind: "flag", service: "search", title: "New ranking", actor: "Ada" });
    await makeChange(editor, { target: "eu-west" });
    expect(await titles({ kind: "flag" })).toEqual(["New ranking"]);
    expect(await titles({ service: "checkout" })).toEqual(["checkout 1.4.2"]);
    expect(await titles({ actor: "Ada" })).toEqual(["New ranking"]);
    expect(await titles({ search: "EU-W" })).toEqual(["checkout 1.4.2"]);
    expect(await titles({ to: clock.now().toISOString() })).toEqual([]);
    expect((await readFacets.call(editor, {})).services.map(({ value }) => value).sort()).toEqual([
      "checkout",
      "search",
    ]);
  });

  it("marks for a service its own changes and those of none in particular", async () => {
    await makeChange(editor, { title: "mine" });
    await makeChange(editor, { title: "another's", service: "search" });
    await makeChange(editor, { title: "everybody's", service: null });
    const to = new Date(clock.now().getTime() + 1).toISOString();
    const { data, total } = await markers.call(editor, { service: "checkout", to });
    expect(data.map(({ title }) => title).sort()).toEqual(["everybody's", "mine"]);
    expect(total).toBe(2);
  });
});

describe("recording", () => {
  it("400 for a time to come, 409 for an id that is known", async () => {
    const at = new Date(clock.now().getTime() + 3_600_000).toISOString();
    await expect(makeChange(editor, { at })).rejects.toSatisfy(isTriopsError);
    await makeChange(editor, { externalId: "x" });
    await expect(makeChange(editor, { externalId: "x" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("lets only whoever recorded it take it back, and never what a machine reported", async () => {
    const { id } = await makeChange(editor);
    const other = await harness.callerAs(workspace, "owner");
    await expect(remove.call(other, { id })).rejects.toMatchObject({ code: "conflict" });
    await remove.call(editor, { id });
    await take({});
    const [machine] = (await list.call(editor, {})).data;
    await expect(remove.call(editor, { id: machine?.id ?? "" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("what machines report", () => {
  it("is kept once, however often it comes", async () => {
    await take({ externalId: "id:7" }, { externalId: "id:7" });
    await take({ externalId: "id:7" });
    expect(await titles()).toEqual(["Deployed"]);
  });

  it("is one when the same words come again within ten minutes, another one later", async () => {
    const idAt = (offsetMs: number) => contentId("abc", false, clock.now().getTime() + offsetMs);
    await take({ externalId: idAt(0) });
    await take({ externalId: idAt(sameWithinMs) });
    expect(await titles()).toHaveLength(1);
    await take({ externalId: idAt(3 * sameWithinMs) });
    expect(await titles()).toHaveLength(2);
  });
});

describe("what Triops itself does", () => {
  it("becomes a change, once, by whoever did it", async () => {
    await createMonitor.call(editor, {
      name: "CPU is high",
      signal: { metric: "cpu" },
      condition: { kind: "threshold", op: ">", value: 0.9 },
    });
    await gather();
    await gather();
    const page = await list.call(editor, { source: "triops" });
    expect(page.data).toMatchObject([
      { title: "Monitor “CPU is high” created", kind: "config", actor: editor.context.actor.name },
    ]);
  });

  it("stays in its workspace", async () => {
    const elsewhere = await harness.callerAs(await harness.makeWorkspace(), "editor");
    await createMonitor.call(editor, {
      name: "CPU is high",
      signal: { metric: "cpu" },
      condition: { kind: "threshold", op: ">", value: 0.9 },
    });
    await gather();
    expect((await list.call(elsewhere, { kind: "config" })).data).toEqual([]);
  });
});
