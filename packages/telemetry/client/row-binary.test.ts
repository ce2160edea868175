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

  it("lays a UUID out as ClickHouse does", () => {
    expect(uuidBytes("00112233-4455-6677-8899-aabbccddeeff").toString("hex")).toBe(
      "7766554433221100ffeeddccbbaa9988",
    );
    expect(() => uuidBytes("not-a-uuid")).toThrow("Not a UUID");
  });
});
