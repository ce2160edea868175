import { describe, expect, it } from "vitest";
import { RowWriter, uuidBytes } from "./row-binary.ts";

describe("RowWriter", () => {
  it("writes the same bytes however often it had to grow", () => {
    const write = (writer: RowWriter) => {
      for (let i = 0; i < 300; i++) {
        writer.u8(i & 255);
        writer.u16(i);
        writer.u64(BigInt(i));
        writer.f64(i / 3);
        writer.i64Number(-i * 1_000_000_007);
        writer.text("é".repeat(i % 9));
        writer.i32(-i);
      }
      return writer.take().toString("hex");
    };
    expect(write(new RowWriter(1))).toBe(write(new RowWriter(1_000_000)));
  });

  it("writes negative milliseconds as two's complement", () => {
    for (const value of [-1, -4_294_967_296, 4_294_967_295, 1_760_000_000_123, -1_760_000_000_123]) {
      const writer = new RowWriter();
      writer.i64Number(value);
      expect(Number(writer.take().readBigInt64LE())).toBe(value);
    }
  });

  it("writes any text as its UTF-8 bytes behind their number", () => {
    for (const text of [
      "",
      "short",
      "x".repeat(40),
      "x".repeat(41),
      "é",
      "plain then é",
      "x".repeat(300),
      "𝄞",
    ]) {
      const writer = new RowWriter(1);
      writer.text(text);
      writer.text("next");
      const bytes = Buffer.from(text);
      const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
      const next = Buffer.from("next");
      expect(writer.take()).toEqual(Buffer.concat([Buffer.from(length), bytes, Buffer.of(4), next]));
    }
  });

  it("lays a UUID out as ClickHouse does", () => {
    expect(uuidBytes("00112233-4455-6677-8899-aabbccddeeff").toString("hex")).toBe(
      "7766554433221100ffeeddccbbaa9988",
    );
    expect(() => uuidBytes("not-a-uuid")).toThrow("Not a UUID");
  });
});
