import { describe, expect, it } from "vitest";
import { ownChangeOf } from "./own-changes.ts";

const event = (verb: string, before: unknown, after: unknown) => ({
  verb,
  subjectType: "monitor",
  subjectId: "019aa3c8-0000-7000-8000-00000000abcd",
  before,
  after,
});
const cpu = { id: "1", name: "CPU is high", enabled: true, severity: "sev3" };

describe("what Triops itself did", () => {
  it.each([
    ["monitors.create", null, cpu, "Monitor “CPU is high” created"],
    ["monitors.update", cpu, { ...cpu, severity: "sev1" }, "Monitor “CPU is high” changed"],
    ["monitors.update", cpu, { ...cpu, enabled: false }, "Monitor “CPU is high” paused"],
    ["monitors.update", { ...cpu, enabled: false }, cpu, "Monitor “CPU is high” resumed"],
    ["monitors.remove", cpu, null, "Monitor “CPU is high” deleted"],
    ["silences.create", null, { comment: "Maintenance" }, "Silence “Maintenance” created"],
    ["targets.mystery", { name: "nod" }, { name: "node" }, "Scrape job “node” changed"],
  ])("%s becomes a change in words", (verb, before, after, title) => {
    expect(ownChangeOf(event(verb, before, after))?.title).toBe(title);
  });

  it.each([
    ["incidents.comment", { comment: "Looking" }],
    ["incidents.acknowledge", { state: "acknowledged" }],
    ["alerts.raise", { title: "CPU is high" }],
    ["members.sign-in", { name: "Ada" }],
    ["members.invite", { email: "ada@example.org" }],
    ["saved-views.create", { name: "Mine" }],
  ])("%s is noise", (verb, after) => {
    expect(ownChangeOf(event(verb, null, after))).toBeNull();
  });

  it("an alias is told by where it pointed and points, once also when a promotion moved it", () => {
    const at = (version: number | null) => ({
      name: "fraud@champion",
      model: "fraud",
      alias: "champion",
      version,
    });
    const moved = { verb: "promotions.approve", subjectId: "1", before: at(3), after: at(4) };
    expect(ownChangeOf({ ...moved, subjectType: "model" })).toMatchObject({
      kind: "promotion",
      title: "fraud@champion moved from version 3 to version 4",
      link: "/models/fraud",
    });
    expect(ownChangeOf({ ...moved, subjectType: "promotion" })).toBeNull();
    const gate = { name: "Gate of All models", protectedAliases: [] };
    expect(ownChangeOf(event("models.set-gate", null, gate))).toMatchObject({
      title: "Gate of All models changed",
      link: "/models",
    });
  });

  it("is nothing when nothing differs", () => {
    expect(ownChangeOf(event("monitors.update", cpu, { ...cpu }))).toBeNull();
  });

  it("does not tell a member's address or the public part of a key", () => {
    const member = { id: "2", name: "Ada", email: "ada@example.org", role: "admin" };
    expect(ownChangeOf(event("members.create", null, member))?.after).toEqual({ name: "Ada", role: "admin" });
    const key = { name: "CI", prefix: "abcdefgh", scopes: ["read"], expiresAt: null };
    expect(JSON.stringify(ownChangeOf(event("api-keys.create", null, key)))).not.toContain("abcdefgh");
  });

  it("leads to the thing while it exists", () => {
    expect(ownChangeOf(event("monitors.create", null, cpu))?.link).toBe(
      "/monitors/019aa3c8-0000-7000-8000-00000000abcd",
    );
    expect(ownChangeOf(event("monitors.remove", cpu, null))?.link).toBeNull();
  });

  it("tells where a prompt's label moved, by hand or by a request, and nothing of versions", () => {
    const at = (version: number | null) => ({
      name: "support/answer@production",
      prompt: "support/answer",
      label: "production",
      version,
    });
    const moved = { subjectId: "1", before: at(1), after: at(2) };
    for (const verb of ["prompts.set-label", "label-requests.approve"])
      expect(ownChangeOf({ ...moved, verb, subjectType: "prompt-label" })).toMatchObject({
        kind: "label",
        title: "support/answer@production moved from version 1 to version 2",
        link: "/prompts/support%2Fanswer",
      });
    expect(
      ownChangeOf({ ...moved, verb: "prompts.create-version", subjectType: "prompt-version" }),
    ).toBeNull();
  });
});
