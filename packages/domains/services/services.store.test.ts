import { putSpans } from "@triops/telemetry/services/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { archive, restore } from "./archive.ts";
import { create } from "./create.ts";
import { takeIn } from "./discover.ts";
import { dependencies, map } from "./map.ts";
import { get, list, operations, signals, summary } from "./read.ts";
import { makeService } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;
let stranger: Caller;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
  stranger = await harness.callerAs(await harness.makeWorkspace(), "editor");
});
afterAll(() => harness.close());

describe("the catalog", () => {
  it("is filled in by people; each change is in the audit log", async () => {
    const { id } = await makeService(editor);
    const changed = await update.call(editor, {
      id,
      owner: "Team checkout",
      tier: 1,
      runbook: "https://wiki.example/checkout",
      tags: ["money"],
    });
    expect(changed).toMatchObject({ owner: "Team checkout", tier: 1, tags: ["money"] });
    const audited = await harness.runtime.database.auditEvent.findMany({
      where: { workspaceId: workspace.id },
    });
    expect(audited.map((row) => row.verb)).toEqual(
      expect.arrayContaining(["services.create", "services.update"]),
    );
  });
  it("has each name once", async () => {
    const { name } = await makeService(editor);
    await expect(create.call(editor, { name })).rejects.toMatchObject({ code: "conflict" });
    await expect(create.call(stranger, { name })).resolves.toMatchObject({ name });
  });
  it("400 for a link that is no address, 409 for an owner from elsewhere", async () => {
    const { id } = await makeService(editor);
    await expect(update.call(editor, { id, runbook: "javascript:alert(1)" })).rejects.toMatchObject({
      code: "invalid",
    });
    const other = stranger.context.actor.id;
    await expect(update.call(editor, { id, ownerMemberId: other })).rejects.toMatchObject({
      code: "conflict",
    });
  });
  it("leaves archived services out until they are restored", async () => {
    const { id, name } = await makeService(editor);
    await archive.call(editor, { id });
    await expect(archive.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    expect((await list.call(editor, { name })).data).toEqual([]);
    expect((await list.call(editor, { name, archived: "only" })).data).toHaveLength(1);
    await restore.call(editor, { id });
    expect((await list.call(editor, { name })).data).toHaveLength(1);
  });
  it("pages by name", async () => {
    const home = await harness.callerAs(await harness.makeWorkspace(), "editor");
    for (const name of ["b", "d", "a", "c", "e"]) await create.call(home, { name });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.call(home, { limit: 2, cursor });
      seen.push(...page.data.map((row) => row.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
  });
  it("404 for another workspace's service, whatever is asked about it", async () => {
    const { id } = await makeService(editor);
    for (const verb of [get, operations, signals, dependencies, archive]) {
      await expect(verb.call(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("services that send", () => {
  it("appear by themselves, keep what people wrote, and have their health", async () => {
    const home = await harness.makeWorkspace();
    const caller = await harness.callerAs(home, "editor");
    const time = new Date(Date.now() - 120_000);
    const traceId = "a".repeat(32);
    const spans = Array.from({ length: 40 }, (_, i) => ({
      time,
      service: "checkout",
      status: i < 8 ? ("error" as const) : ("ok" as const),
    }));
    await putSpans(harness.runtime.telemetry, home.id, [
      ...spans,
      {
        time,
        service: "checkout",
        kind: "client",
        traceId,
        spanId: "1".repeat(16),
        parentSpanId: "2".repeat(16),
      },
      { time, service: "ledger", traceId, spanId: "3".repeat(16), parentSpanId: "1".repeat(16) },
    ]);
    await harness.queue.runNow("services.roll-up");
    await harness.queue.runNow("services.discover");
    const [checkout, ledger] = (await list.call(caller, {})).data;
    expect(checkout).toMatchObject({
      name: "checkout",
      foundIn: ["traces"],
      health: { state: "failing", requests: 40, errors: 8, errorRatio: 0.2 },
    });
    expect(ledger?.health.state).toBe("healthy");
    expect((await list.call(caller, { state: "unwell" })).data.map((row) => row.name)).toEqual(["checkout"]);
    expect(await summary.call(caller, {})).toMatchObject({
      total: 2,
      failing: 1,
      healthy: 1,
      unwell: ["checkout"],
    });
    const drawn = await map.call(caller, {});
    expect(drawn.nodes.map((node) => node.key).sort()).toEqual(["service:checkout", "service:ledger"]);
    expect(drawn.edges).toMatchObject([
      { source: "service:checkout", target: "service:ledger", kind: "call" },
    ]);
    const { callees } = await dependencies.call(caller, { id: checkout?.id ?? "" });
    expect(callees).toMatchObject([{ name: "ledger", serviceId: ledger?.id }]);

    await update.call(caller, { id: checkout?.id ?? "", owner: "Team checkout" });
    await harness.queue.runNow("services.discover");
    expect((await get.call(caller, { id: checkout?.id ?? "" })).owner).toBe("Team checkout");
    expect((await list.call(stranger, { name: "checkout" })).data).toEqual([]);
  });

  it("are one service however many signals and workers find them at once", async () => {
    const home = await harness.makeWorkspace();
    const at = { firstSeen: new Date(1_000), lastSeen: new Date(2_000) };
    const found = (["traces", "logs", "metrics"] as const).map((signal) => ({
      workspaceId: home.id,
      service: "mail",
      signal,
      ...at,
    }));
    await Promise.all([takeIn(harness.runtime.database, found), takeIn(harness.runtime.database, found)]);
    const caller = await harness.callerAs(home, "viewer");
    const { data } = await list.call(caller, {});
    expect(data).toMatchObject([{ name: "mail", foundIn: ["traces", "logs", "metrics"] }]);
  });
});
