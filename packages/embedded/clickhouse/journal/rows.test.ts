import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitRows } from "./rows.ts";

describe("batches of a body", () => {
  it("are what was put together, however the wire cut it", () => {
    const bytes = fc.uint8Array({ maxLength: 20 }).map((list) => Buffer.from(list));
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(40)), (batches, cuts) => {
        const body = Buffer.concat(batches);
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, body.length)).sort((a, b) => a - b),
          body.length,
        ];
        const pieces = places.slice(1).map((end, i) => body.subarray(places[i], end));
        const named = batches.map((batch, i) => ({ token: `t${i}`, bytes: batch.length }));
        const split = splitRows({ pieces, bytes: body.length }, named);
        expect(split?.map(({ rows }) => Buffer.concat(rows.pieces))).toEqual(batches);
      }),
    );
  });

  it("are refused when they are more or less than the body", () => {
    const rows = { pieces: [Buffer.from("abc")], bytes: 3 };
    expect(() => splitRows(rows, [{ token: "a", bytes: 2 }])).toThrow("do not fill");
    expect(splitRows(rows, [])).toBeUndefined();
  });
});
