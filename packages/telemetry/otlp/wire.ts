import { DecodeError } from "./decode-error.ts";

const two32 = 0x1_0000_0000;

/**
 * An empty message takes two bytes on the wire and hundreds in memory: what 20 MiB may unfold to is bounded here.
 * A request of ordinary points of this size has about 200,000 of them.
 */
const messagesMax = 1_000_000;
const numbersMax = 4_000_000;

/**
 * A cursor over protobuf bytes (https://protobuf.dev/programming-guides/encoding/). Written by hand because generated
 * readers build an object per attribute; here a caller can step over what it already knows.
 * Every method throws nothing but DecodeError, whatever the bytes.
 */
export class Wire {
  readonly bytes: Buffer;
  at: number;
  /** Where the current message ends. */
  end: number;
  private messages = 0;
  private numbers = 0;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get more(): boolean {
    return this.at < this.end;
  }

  /** Field number × 8 + wire type. */
  tag(): number {
    const tag = this.varint();
    if (tag < 8 || tag > 0xffffffff) throw new DecodeError("A field number is out of range");
    return tag;
  }

  /** An unsigned varint up to 2^53; larger ones lose their low bits. */
  varint(): number {
    const { bytes } = this;
    let at = this.at;
    let result = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      if (at >= this.end) throw new DecodeError("A number is cut short");
      const byte = bytes[at++] as number;
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.at = at;
        return result;
      }
      scale *= 128;
    }
    throw new DecodeError("A number has more than ten bytes");
  }

  varintBig(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.at >= this.end) throw new DecodeError("A number is cut short");
      const byte = this.bytes[this.at++] as number;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, result);
    }
    throw new DecodeError("A number has more than ten bytes");
  }

  sint32(): number {
    const value = Number(this.varintBig() & 0xffffffffn);
    return (value >>> 1) ^ -(value & 1);
  }

  /** Steps over eight bytes and returns where they start. */
  fixed64(): number {
    const at = this.at;
    if (at + 8 > this.end) throw new DecodeError("A 64-bit value is cut short");
    this.at = at + 8;
    return at;
  }

  fixed32(): number {
    const at = this.at;
    if (at + 4 > this.end) throw new DecodeError("A 32-bit value is cut short");
    this.at = at + 4;
    return this.bytes.readUInt32LE(at);
  }

  double(): number {
    return this.bytes.readDoubleLE(this.fixed64());
  }

  /** Unsigned; above 2^53 the nearest double. */
  uint64Number(): number {
    const at = this.fixed64();
    return this.bytes.readUInt32LE(at + 4) * two32 + this.bytes.readUInt32LE(at);
  }

  int64Number(): number {
    const at = this.fixed64();
    return this.bytes.readInt32LE(at + 4) * two32 + this.bytes.readUInt32LE(at);
  }

  uint64Big(): bigint {
    return this.bytes.readBigUInt64LE(this.fixed64());
  }

  /** Nanoseconds since the epoch as whole milliseconds, rounded down, without rounding through a double. */
  nanosAsMs(): number {
    const at = this.fixed64();
    const high = this.bytes.readUInt32LE(at + 4) * two32;
    const rest = high % 1e6;
    return Math.round((high - rest) / 1e6) + Math.floor((rest + this.bytes.readUInt32LE(at)) / 1e6);
  }

  /** Reads a length, checks that so many bytes follow, and returns where they end. */
  lengthEnd(): number {
    const end = this.varint() + this.at;
    if (end > this.end) throw new DecodeError("A field is longer than its message");
    return end;
  }

  text(): string {
    const end = this.lengthEnd();
    const text = this.bytes.utf8Slice(this.at, end);
    this.at = end;
    return text;
  }

  slice(): Buffer {
    const end = this.lengthEnd();
    const slice = this.bytes.subarray(this.at, end);
    this.at = end;
    return slice;
  }

  /** Counts one more thing that is kept in memory. */
  charge(): void {
    if (++this.messages > messagesMax) throw new DecodeError(`The body has more than ${messagesMax} parts`);
  }

  /** Steps over a message and says where it stands. */
  place(): { at: number; end: number } {
    this.charge();
    const end = this.lengthEnd();
    const { at } = this;
    this.at = end;
    return { at, end };
  }

  /** Reads a nested message: the cursor is confined to it while `read` runs, and stands behind it afterwards. */
  message<Result>(read: (wire: Wire) => Result): Result {
    this.charge();
    const outer = this.end;
    const end = this.lengthEnd();
    this.end = end;
    const result = read(this);
    this.at = end;
    this.end = outer;
    return result;
  }

  /** Reads a message whose place was noted earlier; the cursor is where it was afterwards. */
  within<Result>(at: number, end: number, read: (wire: Wire) => Result): Result {
    const before = { at: this.at, end: this.end };
    this.at = at;
    this.end = end;
    const result = read(this);
    this.at = before.at;
    this.end = before.end;
    return result;
  }

  /** A repeated number, packed or not; `tag` says which. */
  repeated(tag: number, read: (wire: Wire) => void): void {
    const one = (wire: Wire) => {
      if (++this.numbers > numbersMax) throw new DecodeError(`The body has more than ${numbersMax} numbers`);
      read(wire);
    };
    if ((tag & 7) !== 2) one(this);
    else {
      this.message((wire) => {
        while (wire.more) one(wire);
      });
    }
  }

  /** Steps over a field that is not known. Groups were removed from protobuf long before OTLP. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.varint();
        return;
      case 1:
        this.fixed64();
        return;
      case 2:
        this.at = this.lengthEnd();
        return;
      case 5:
        this.fixed32();
        return;
      default:
        throw new DecodeError("A field has an unknown wire type");
    }
  }
}

declare global {
  interface Buffer {
    /** Node's own decoder without `toString`'s argument handling. */
    utf8Slice(start: number, end: number): string;
    latin1Slice(start: number, end: number): string;
  }
}
