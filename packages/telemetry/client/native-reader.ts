import { BinaryReader } from "./binary-reader.ts";

/** One column of a block. Bit for bit: payloads of NaN survive. */
export type NativeColumn =
  | { kind: "ids"; values: BigUint64Array }
  /** Row r holds values[offsets[r - 1] … offsets[r]); where `nulls` is 1 there is none. */
  | { kind: "lists"; offsets: Float64Array; values: Float64Array; nulls: Uint8Array | undefined };

export type NativeBlock = { rows: number; columns: NativeColumn[] };

/**
 * Reads ClickHouse's Native format for columns of UInt64, Array(Float64) and Array(Nullable(Float64)): whole columns
 * are copied at once, where RowBinary costs the engine and the reader a step for each value.
 */
export class NativeReader extends BinaryReader {
  /** The next block; `undefined`: the bytes end, or end inside of it and more have to come. */
  block(): NativeBlock | undefined {
    return this.row(() => {
      const columns = this.length();
      const rows = this.length();
      return { rows, columns: Array.from({ length: columns }, () => this.column(rows)) };
    });
  }

  private column(rows: number): NativeColumn {
    this.text(); // its name: columns are known by their order
    const type = this.text();
    if (type === "UInt64") return { kind: "ids", values: new BigUint64Array(this.copy(rows * 8)) };
    if (type !== "Array(Float64)" && type !== "Array(Nullable(Float64))")
      throw new Error(`A column of ${type} is not read in blocks`);
    // Offsets are whole numbers far below 2^53.
    const offsets = Float64Array.from(new BigUint64Array(this.copy(rows * 8)), Number);
    const total = offsets.at(-1) ?? 0;
    const nulls = type === "Array(Float64)" ? undefined : new Uint8Array(this.copy(total));
    return { kind: "lists", offsets, values: new Float64Array(this.copy(total * 8)), nulls };
  }

  /** A copy begins where every kind of number may begin; the answer's own bytes lie anywhere. */
  private copy(bytes: number): ArrayBuffer {
    const start = this.take(bytes);
    const copied = new ArrayBuffer(bytes);
    new Uint8Array(copied).set(this.bytes.subarray(start, start + bytes));
    return copied;
  }
}
