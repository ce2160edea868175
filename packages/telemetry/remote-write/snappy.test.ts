import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../otlp/decode-error.ts";
import { compress } from "./snappy.testing.ts";
import { snappyHead, uncompress } from "./snappy.ts";

describe("uncompress", () => {
  it("reads the format's own elements: literals, copies of each width, and runs that overlap themselves", () => {
    const literal = [0b000_00000 | (3 << 2), ...Buffer.from("abcd")];
    expect(uncompress(Buffer.from([4, ...literal])).toString()).toBe("abcd");
    expect(uncompress(Buffer.from([8, ...literal, 0b000_000_01, 4])).toString()).toBe("abcdabcd");
    expect(uncompress(Buffer.from([9, ...literal, (4 << 2) | 2, 1, 0])).toString()).toBe("abcdddddd");
    expect(uncompress(Buffer.from([7, ...literal, (2 << 2) | 3, 2, 0, 0, 0])).toString()).toBe("abcdcdc");
    const long = Buffer.alloc(100, "x");
    expect(uncompress(Buffer.concat([Buffer.from([100, 60 << 2, 99]), long]))).toEqual(long);
    expect(uncompress(Buffer.from([0])).length).toBe(0);
  });

  it("gives back what was compressed", () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.constantFrom("job", "instance", "up", "__name__"), { maxLength: 400 })
        .map((words) => Buffer.from(words.join(""))),
    );
    fc.assert(fc.property(text, (bytes) => uncompress(compress(bytes)).equals(bytes)));
  });

  it("throws nothing but DecodeError, whatever the bytes, and never gives more than the head claims", () => {
    const mangled = fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(255))
      .map(([bytes, at, value]) => {
        const block = compress(Buffer.concat([bytes, bytes, bytes]));
        block[at % block.length] = value;
        return block.subarray(0, block.length - (at % 3));
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), mangled), (bytes) => {
        const block = Buffer.from(bytes);
        try {
          expect(uncompress(block).length).toBe(snappyHead(block).length);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses a claim that no block can keep before room is made for it", () => {
    expect(() => snappyHead(Buffer.from([0xff, 0xff, 0xff, 0x7f, 0]))).toThrow(DecodeError);
    expect(() => snappyHead(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))).toThrow(DecodeError);
    expect(() => snappyHead(Buffer.alloc(0))).toThrow(DecodeError);
  });
});
