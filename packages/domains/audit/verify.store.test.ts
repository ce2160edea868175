import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { comment } from "../incidents/comment.ts";
import { makeIncident } from "../incidents/testing.ts";
import { update } from "../incidents/update.ts";
import { verifyChain } from "./verify.ts";

let harness: Harness;
let workspace: TestWorkspace;

beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.close());

beforeEach(async () => {
  workspace = await harness.makeWorkspace();
  const caller = await harness.callerAs(workspace, "owner");
  const { id } = await makeIncident(caller);
  for (const text of ["one", "two", "three"])
    await comment.call(caller, { id, text: `${text} "ü" \u{1F600}` });
  await update.call(caller, { id, title: "Renamed", severity: "sev1" });
});

const verify = () => verifyChain(harness.runtime.database, workspace.id);
const events = () => harness.runtime.database.auditEvent;
const row = (seq: number) =>
  events().findUniqueOrThrow({ where: { workspaceId_seq: { workspaceId: workspace.id, seq } } });

describe("the audit log in Postgres", () => {
  it("is as it was written", async () => {
    expect(await verify()).toEqual({ checked: 5, fault: null });
  });

  it("betrays an edited row", async () => {
    const { id } = await row(3);
    await events().update({ where: { id }, data: { after: { comment: "something else" } } });
    expect((await verify()).fault).toMatchObject({ seq: 3, kind: "edited" });
  });

  it("betrays a changed time, actor or address", async () => {
    const { id } = await row(2);
    await events().update({ where: { id }, data: { ip: "10.0.0.1" } });
    expect((await verify()).fault).toMatchObject({ seq: 2, kind: "edited" });
  });

  it("betrays a deleted row", async () => {
    await events().delete({ where: { id: (await row(2)).id } });
    expect((await verify()).fault).toMatchObject({ seq: 2, kind: "missing" });
  });

  it("betrays rows that changed places", async () => {
    const [two, three] = [await row(2), await row(3)];
    await events().update({ where: { id: two.id }, data: { seq: 1_000 } });
    await events().update({ where: { id: three.id }, data: { seq: 2 } });
    await events().update({ where: { id: two.id }, data: { seq: 3 } });
    expect((await verify()).fault).toMatchObject({ seq: 2, kind: "moved" });
  });

  it("betrays a cut tail", async () => {
    await events().delete({ where: { id: (await row(5)).id } });
    expect((await verify()).fault).toMatchObject({ seq: 5, kind: "cut" });
  });
});
