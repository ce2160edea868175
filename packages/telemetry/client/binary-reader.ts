/** Reads RowBinary. `undefined` from `row`: the bytes end inside of it and more have to come. */
export class BinaryReader {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Runs `read` for one row; on a cut row the position stays at its beginning. */
  row<Row>(read: (reader: BinaryReader) => Row): Row | undefined {
    if (this.at >= this.bytes.length) return undefined;
    const start = this.at;
    try {
      return read(this);
    } catch (error) {
      if (error !== cut) throw error;
      this.at = start;
      return undefined;
    }
  }

  take(bytes: number): number {
    const start = this.at;
    if (start + bytes > this.bytes.length) throw cut;
    this.at = start + bytes;
    return start;
  }

  u8(): number {
    return this.bytes[this.take(1)] ?? 0;
  }

  i8(): number {
    return this.bytes.readInt8(this.take(1));
  }

  i32(): number {
    return this.bytes.readInt32LE(this.take(4));
  }

  f64(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  u64(): bigint {
    return this.bytes.readBigUInt64LE(this.take(8));
  }

  length(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  text(): string {
    const bytes = this.length();
    const start = this.take(bytes);
    return this.bytes.toString("utf8", start, start + bytes);
  }

  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.length() }, read);
  }

  textMap(): [string, string][] {
    return Array.from({ length: this.length() }, () => [this.text(), this.text()]);
  }
}

/** Thrown and caught here only. */
const cut = new Error("The bytes end inside a row");
