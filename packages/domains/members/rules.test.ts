import type { Actor, Role } from "@triops/kernel/context";
import { describe, expect, it } from "vitest";
import { lastOwnerFault, passwordFault, roleChangeFault } from "./rules.ts";

const as = (role: Role): Actor => ({ kind: "member", id: "m", name: "M", role });
const adminKey: Actor = { kind: "apiKey", id: "k", name: "K", scopes: ["admin"] };

describe("a password", () => {
  it.each([
    ["correct horse battery", "ann@example.com", true],
    ["short", "ann@example.com", false],
    ["aaaaaaaaaaaaaaaa", "ann@example.com", false],
    ["ann.smith@example.com", "ann.smith@example.com", false],
    ["ann.smith1ann.smith", "ann.smith@example.com", false],
    ["x".repeat(129), "", false],
  ])("%j is good enough for %s: %s", (password, email, good) => {
    expect(passwordFault(password, email) === null).toBe(good);
  });
});

describe("changing roles", () => {
  it.each([
    [as("admin"), "viewer", "editor", true],
    [as("admin"), "viewer", "owner", false],
    [as("admin"), "owner", "viewer", false],
    [as("admin"), "owner", null, false],
    [as("owner"), "owner", "viewer", true],
    [as("owner"), "admin", "owner", true],
    [adminKey, "viewer", "admin", true],
    [adminKey, "viewer", "owner", false],
  ] as const)("%j may change %s to %s: %s", (actor, current, next, may) => {
    expect(roleChangeFault(actor, current, next) === null).toBe(may);
  });

  it.each([
    [1, "owner", "admin", false],
    [1, "owner", null, false],
    [1, "owner", "owner", true],
    [2, "owner", null, true],
    [1, "admin", null, true],
  ] as const)("with %i owner(s), %s to %s is fine: %s", (owners, current, next, fine) => {
    expect(lastOwnerFault(owners, current, next) === null).toBe(fine);
  });
});
