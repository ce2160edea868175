import { crc32 as zlibCrc32 } from "node:zlib";
import { randomText } from "@triops/kernel/ids";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockedBecause, composeKey, crc32, endsAfterRotation, keyPrefix, keyState } from "./rules.ts";

const now = new Date("2026-05-01T12:00:00Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

describe("a key's text", () => {
  it("gives its prefix back", () => {
    const key = composeKey("abcDEF12", randomText(32));
    expect(key).toMatch(/^tri_abcDEF12_[0-9A-Za-z]{38}$/);
    expect(keyPrefix(key)).toBe("tri_abcDEF12");
  });

  it("is refused after any one character changed", () => {
    const key = composeKey("abcDEF12", randomText(32));
    fc.assert(
      fc.property(fc.nat(key.length - 1), fc.constantFrom(..."0aZ_"), (at, letter) => {
        const altered = key.slice(0, at) + letter + key.slice(at + 1);
        return altered === key || keyPrefix(altered) === null;
      }),
    );
  });

  it.each(["", "tri_", "Bearer x", `tri_short_${"a".repeat(38)}`])("refuses %j", (text) => {
    expect(keyPrefix(text)).toBeNull();
  });

  it("uses the same CRC-32 as zlib", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => crc32(text) === zlibCrc32(text)));
  });
});

describe("a key's life", () => {
  it.each([
    [{ revokedAt: null, expiresAt: null }, "active"],
    [{ revokedAt: null, expiresAt: minutes(1) }, "active"],
    [{ revokedAt: null, expiresAt: now }, "expired"],
    [{ revokedAt: now, expiresAt: minutes(1) }, "revoked"],
    [{ revokedAt: now, expiresAt: minutes(-1) }, "revoked"],
  ] as const)("%j is %s", (lifetime, state) => {
    expect(keyState(lifetime, now)).toBe(state);
    expect(blockedBecause(state) === null).toBe(state === "active");
  });

  it.each([
    [null, 60, minutes(60)],
    [minutes(10), 60, minutes(10)],
    [minutes(90), 60, minutes(60)],
    [null, 0, now],
  ])("ends %s with a grace of %i minutes at %s", (expiresAt, grace, ends) => {
    expect(endsAfterRotation(expiresAt, grace, now)).toEqual(ends);
  });
});
