import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteMap } from "./byte-map.ts";

describe("ByteMap", () => {
  it("finds what a map of texts finds, in place and in any space", () => {
    const operation = fc.tuple(fc.nat(2), fc.string({ maxLength: 9 }), fc.option(fc.nat()));
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const map = new ByteMap<number>(1_000);
        const model = new Map<string, number>();
        for (const [space, text, value] of operations) {
          const bytes = Buffer.from(`--${text}!`);
          if (value === null) {
            expect(map.get(space, bytes, 2, bytes.length - 1)).toBe(model.get(`${space}${text}`));
          } else {
            map.set(space, bytes, 2, bytes.length - 1, value);
            model.set(`${space}${text}`, value);
          }
        }
      }),
    );
  });

  it("keeps its own copy of a key", () => {
    const map = new ByteMap<number>(10);
    const bytes = Buffer.from("abc");
    map.set(0, bytes, 0, 3, 1);
    bytes.fill(0);
    expect(map.get(0, Buffer.from("abc"), 0, 3)).toBe(1);
  });

  it("forgets what was not used lately and keeps what was", () => {
    const map = new ByteMap<number>(10);
    const key = (i: number) => Buffer.from(`key ${i}`);
    for (let i = 0; i < 60; i++) {
      map.set(0, key(i), 0, key(i).length, i);
      expect(map.get(0, key(0), 0, key(0).length)).toBe(0);
    }
    expect(map.get(0, key(1), 0, key(1).length)).toBeUndefined();
    expect(map.get(0, key(59), 0, key(59).length)).toBe(59);
  });
});
