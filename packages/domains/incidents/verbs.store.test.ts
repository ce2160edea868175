import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { acknowledge } from "./acknowledge.ts";
import { assign } from "./assign.ts";
import { comment } from "./comment.ts";
import { create } from "./create.ts";
import { list, timeline } from "./read.ts";
import { reopen } from "./reopen.ts";
import { resolve } from "./resolve.ts";
import { makeIncident } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

const kinds = async (id: string) => (await timeline.call(editor, { id })).data.map((entry) => entry.kind);

describe("declaring", () => {
  it("counts up within the workspace, also when many declare at once", async () => {
    const home = await harness.makeWorkspace();
    const caller = await harness.callerAs(home, "editor");
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) => create.call(caller, { title: `n ${i}` })),
    );
    expect(made.map((incident) => incident.number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
  it("400 without a title", async () => {
    await expect(create.call(editor, { title: "  " })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "title" }],
    });
  });
});

describe("acknowledging", () => {
  it("makes whoever acknowledges the lead, when nobody was", async () => {
    const { id } = await makeIncident(editor);
    const after = await acknowledge.call(editor, { id });
    expect(after).toMatchObject({ state: "acknowledged", assigneeId: editor.context.actor.id });
  });
  it("leaves the lead who was named before", async () => {
    const { id } = await makeIncident(editor);
    const other = await harness.callerAs(workspace, "editor");
    await assign.call(editor, { id, assigneeId: other.context.actor.id });
    expect((await acknowledge.call(editor, { id })).assigneeId).toBe(other.context.actor.id);
  });
  it("counts once when ten people press at the same moment; the others are told of the conflict", async () => {
    const { id } = await makeIncident(editor);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => acknowledge.call(editor, { id })),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect((await kinds(id)).filter((kind) => kind === "acknowledged")).toHaveLength(1);
  });
});

describe("the rest of its life", () => {
  it("409 to resolve twice and to reopen what is open", async () => {
    const { id } = await makeIncident(editor);
    await expect(reopen.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    await resolve.call(editor, { id, text: "Fixed" });
    await expect(resolve.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    expect((await reopen.call(editor, { id })).state).toBe("open");
  });
  it("every step is one line of the timeline, newest first", async () => {
    const { id } = await makeIncident(editor);
    await comment.call(editor, { id, text: "Looking" });
    await update.call(editor, { id, severity: "sev1", title: "Worse" });
    await resolve.call(editor, { id });
    expect(await kinds(id)).toEqual(["resolved", "title_changed", "severity_changed", "comment", "opened"]);
  });
  it("404 to assign somebody who is not a member here", async () => {
    const { id } = await makeIncident(editor);
    const stranger = await harness.callerAs(await harness.makeWorkspace(), "editor");
    await expect(assign.call(editor, { id, assigneeId: stranger.context.actor.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the list", () => {
  it("pages by key without leaving out or repeating one, while new ones arrive", async () => {
    const home = await harness.makeWorkspace();
    const caller = await harness.callerAs(home, "editor");
    for (let i = 0; i < 7; i++) await makeIncident(caller, `first ${i}`);
    const one = await list.call(caller, { limit: 3 });
    await makeIncident(caller, "late");
    const two = await list.call(caller, { limit: 3, cursor: one.nextCursor ?? undefined });
    const three = await list.call(caller, { limit: 3, cursor: two.nextCursor ?? undefined });
    const titles = [...one.data, ...two.data, ...three.data].map((incident) => incident.title);
    expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `first ${i}`));
    expect(three.nextCursor).toBeNull();
  });
});
