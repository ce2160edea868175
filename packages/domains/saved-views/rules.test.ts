import type { Actor } from "@triops/kernel/context";
import { describe, expect, it } from "vitest";
import { changeRefusal, maySee } from "./rules.ts";

const member = (id: string, role: "admin" | "editor"): Actor => ({ kind: "member", id, name: id, role });

describe("whose a saved view is", () => {
  it.each([
    ["its owner", member("ann", "editor"), true, true],
    ["another editor", member("bob", "editor"), false, false],
    ["an admin", member("cyd", "admin"), false, true],
  ])("%s", (_name, actor, seesPrivate, mayChange) => {
    expect(maySee({ ownerId: "ann", shared: false }, actor)).toBe(seesPrivate);
    expect(maySee({ ownerId: "ann", shared: true }, actor)).toBe(true);
    expect(changeRefusal({ ownerId: "ann", shared: true }, actor) === null).toBe(mayChange);
  });
});
