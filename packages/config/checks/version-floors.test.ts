import { describe, expect, it } from "vitest";
import { faultsBelowFloor, isAtFloor, lockedVersions } from "./version-floors.ts";

describe("version floors", () => {
  it.each([
    ["16.4.6", ["16.4.6"], true],
    ["16.4.5", ["16.4.6"], false],
    ["7.28.0", ["7.28.0", "8.5.0"], true],
    ["8.4.9", ["7.28.0", "8.5.0"], false],
    ["19.2.9", ["19.2.9", "19.3.1"], true],
    ["19.3.0", ["19.2.9", "19.3.1"], false],
    ["19.1.0", ["19.2.9", "19.3.1"], false],
    ["6.21.0", ["7.28.0", "8.5.0"], false],
  ] as const)("%s against %j is %s", (version, floors, expected) => {
    expect(isAtFloor(version, floors)).toBe(expected);
  });

  it("reads scoped names and the last document of the lockfile", () => {
    const lockfile =
      "a: 1\n---\npackages:\n  '@prisma/adapter-pg@7.10.1':\n    x: 1\n  next@16.4.6:\n    x: 1\n";
    expect(lockedVersions(lockfile)).toEqual([
      { name: "@prisma/adapter-pg", version: "7.10.1" },
      { name: "next", version: "16.4.6" },
    ]);
  });

  it("names a package below its floor, unless that version is accepted with a reason", () => {
    const floors = [{ package: "next", atLeast: ["16.4.6"], why: "an advisory" }];
    const locked = [{ name: "next", version: "16.3.0" }];
    expect(faultsBelowFloor(locked, floors, [])).toHaveLength(1);
    expect(
      faultsBelowFloor(locked, floors, [{ package: "next", version: "16.3.0", why: "a reason" }]),
    ).toEqual([]);
  });
});
