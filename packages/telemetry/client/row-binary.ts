import { giveBuffer, takeBuffer } from "./row-buffers.ts";

/** Must stay below 128, whose length takes two bytes. */
const shortCharsMax = 40;

const nothing = Buffer.alloc(0);

/**
 * Writes rows in ClickHouse's RowBinary: fixed-width values little-endian, strings with a LEB128 length.
 * https://clickhouse.com/docs/interfaces/formats/RowBinary
 */
export class RowWriter {
  private buffer: Buffer = nothing;
  private at = 0;
  private readonly bytesExpected: number;
  rows = 0;

  /** Memory is taken with the first row: many writers of a request stay empty. */
  constructor(bytesExpected = 4_096) {
    this.bytesExpected = bytesExpected;
  }

  get bytes(): number {
    return this.at;
  }

  /**
   * The rows so far; the writer starts afresh and never touches the returned bytes again. Whoever is done with them
   * may hand them to `giveBuffer`.
   */
  take(): Buffer {
    const filled = this.buffer.subarray(0, this.at);
    // Rows may wait for the store: a few of them must not hold on to room for thousands.
    const isSparse = this.at < this.buffer.length / 4;
    const taken = isSparse ? Buffer.from(filled) : filled;
    if (isSparse) giveBuffer(this.buffer);
    this.buffer = nothing;
    this.at = 0;
    this.rows = 0;
    return taken;
  }

  endRow(): void {
    this.rows++;
  }

  /** Call it before `this.buffer` is read: growing replaces it. */
  private room(bytes: number): number {
    const at = this.at;
    if (at + bytes > this.buffer.length) {
      const larger = takeBuffer(Math.max(this.buffer.length * 2, at + bytes, this.bytesExpected));
      this.buffer.copy(larger, 0, 0, at);
      giveBuffer(this.buffer);
      this.buffer = larger;
    }
    this.at = at + bytes;
    return at;
  }

  raw(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.buffer.set(bytes, at);
  }

  u8(value: number): void {
    const at = this.room(1);
    this.buffer[at] = value;
  }

  i8(value: number): void {
    this.u8(value & 0xff);
  }

  u16(value: number): void {
    const at = this.room(2);
    this.buffer.writeUInt16LE(value, at);
  }

  u32(value: number): void {
    const at = this.room(4);
    this.buffer.writeUInt32LE(value >>> 0, at);
  }

  i32(value: number): void {
    const at = this.room(4);
    this.buffer.writeInt32LE(value, at);
  }

  u64(value: bigint): void {
    const at = this.room(8);
    this.buffer.writeBigUInt64LE(value, at);
  }

  i64(value: bigint): void {
    const at = this.room(8);
    this.buffer.writeBigInt64LE(value, at);
  }

  /** A whole number within ±2^53 as Int64: milliseconds of a DateTime64(3), for one. */
  i64Number(value: number): void {
    const at = this.room(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.buffer.writeUInt32LE(value - high * 0x1_0000_0000, at);
    this.buffer.writeInt32LE(high, at + 4);
  }

  f64(value: number): void {
    const at = this.room(8);
    this.buffer.writeDoubleLE(value, at);
  }

  /** A Float64 by its bits: JavaScript may change the payload of a NaN, and stale markers are one. */
  f64Bits(low: number, high: number): void {
    const at = this.room(8);
    this.buffer.writeUInt32LE(low >>> 0, at);
    this.buffer.writeUInt32LE(high >>> 0, at + 4);
  }

  length(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.u8(rest);
  }

  text(value: string): void {
    if (value.length <= shortCharsMax && this.shortAscii(value)) return;
    const bytes = Buffer.byteLength(value);
    this.length(bytes);
    const at = this.room(bytes);
    this.buffer.write(value, at, bytes, "utf8");
  }

  /** Short names and words cost more to hand to the native encoder than to copy. False when one is not ASCII. */
  private shortAscii(value: string): boolean {
    const { length } = value;
    const at = this.room(length + 1);
    const { buffer } = this;
    buffer[at] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.at = at;
        return false;
      }
      buffer[at + 1 + i] = code;
    }
    return true;
  }

  uuid(value: string): void {
    this.raw(uuidBytes(value));
  }

  map(entries: readonly (readonly [string, string])[]): void {
    this.length(entries.length);
    for (const [key, value] of entries) {
      this.text(key);
      this.text(value);
    }
  }

  array<Item>(items: readonly Item[], write: (item: Item) => void): void {
    this.length(items.length);
    for (const item of items) write(item);
  }
}

/** ClickHouse keeps a UUID as two little-endian halves. */
export function uuidBytes(value: string): Buffer {
  const hex = value.replaceAll("-", "");
  if (!/^[0-9a-fA-F]{32}$/.test(hex)) throw new Error("Not a UUID");
  const bytes = Buffer.from(hex, "hex");
  bytes.subarray(0, 8).reverse();
  bytes.subarray(8, 16).reverse();
  return bytes;
}
