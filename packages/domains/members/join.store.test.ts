import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { invite, withdraw } from "./invite.ts";
import { join, joinInvited, readOffer } from "./join.ts";
import { makeInvitation } from "./testing.ts";

let harness: Harness;
let workspace: TestWorkspace;
let owner: Caller & { userId: string };

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness.close());

const tokenOf = (url: string): string => new URL(url).searchParams.get("token") ?? "";
const newcomer = { name: "Ann", password: "a long enough password" };
const members = (email: string) =>
  harness.runtime.database.member.findMany({ where: { workspaceId: workspace.id, user: { email } } });

describe("an invitation", () => {
  it("is mailed, says what it offers, and makes an account and a membership once", async () => {
    const { url, email, emailed } = await makeInvitation(owner);
    expect(emailed).toBe(true);
    expect(harness.mails.at(-1)?.to).toBe(email);
    expect(harness.mails.at(-1)?.text).toContain(url);
    const token = tokenOf(url);
    expect(await readOffer(harness.runtime, token)).toMatchObject({
      email,
      role: "editor",
      hasAccount: false,
    });
    await join(harness.runtime, { token, ...newcomer }, null, {});
    expect(await members(email)).toMatchObject([{ role: "editor" }]);
    await expect(join(harness.runtime, { token, ...newcomer }, null, {})).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("asks for a name and a good password", async () => {
    const { url } = await makeInvitation(owner);
    const weak = { token: tokenOf(url), name: "Ann", password: "short" };
    await expect(join(harness.runtime, { token: weak.token }, null, {})).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(join(harness.runtime, weak, null, {})).rejects.toMatchObject({ code: "invalid" });
  });

  it("to somebody with an account is theirs alone", async () => {
    const elsewhere = await harness.callerAs(await harness.makeWorkspace(), "viewer");
    const person = await harness.runtime.database.user.findUniqueOrThrow({ where: { id: elsewhere.userId } });
    const { url } = await invite.call(owner, { email: person.email, role: "viewer" });
    const token = tokenOf(url);
    await expect(join(harness.runtime, { token, ...newcomer }, null, {})).rejects.toMatchObject({
      code: "forbidden",
    });
    const other = { id: owner.userId, email: "other@example.com", name: "Other" };
    await expect(join(harness.runtime, { token }, other, {})).rejects.toMatchObject({ code: "forbidden" });
    await join(harness.runtime, { token }, person, {});
    expect(await members(person.email)).toHaveLength(1);
  });

  it("ends when it is withdrawn, replaced or a week old", async () => {
    const withdrawn = await makeInvitation(owner);
    await withdraw.call(owner, { id: withdrawn.id });
    const first = await makeInvitation(owner);
    await invite.call(owner, { email: first.email, role: "viewer" });
    const old = await makeInvitation(owner);
    await harness.runtime.database.invitation.update({
      where: { id: old.id },
      data: { expiresAt: new Date(0) },
    });
    for (const { url } of [withdrawn, first, old]) {
      await expect(readOffer(harness.runtime, tokenOf(url))).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("is stored as a hash only", async () => {
    const { url } = await makeInvitation(owner);
    const rows = await harness.runtime.database.invitation.findMany();
    expect(JSON.stringify(rows)).not.toContain(tokenOf(url));
  });

  it("is taken up by whoever the identity provider says was invited", async () => {
    const { email } = await makeInvitation(owner);
    const user = await harness.runtime.database.user.create({
      data: { id: crypto.randomUUID(), name: "Via SSO", email, emailVerified: true },
    });
    await joinInvited(harness.runtime, user);
    await joinInvited(harness.runtime, user);
    expect(await members(email)).toHaveLength(1);
  });
});
