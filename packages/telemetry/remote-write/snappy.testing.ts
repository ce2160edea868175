/** A small snappy compressor, for tests and load generators: greedy matches of four bytes and more within 64 KiB. */
export function compress(input: Uint8Array): Buffer {
  const out: number[] = [];
  let rest = input.length;
  while (rest > 0x7f) {
    out.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  const seen = new Int32Array(16_384).fill(-1);
  let from = 0;
  let at = 0;
  const literal = (end: number) => {
    while (from < end) {
      const length = Math.min(end - from, 65_536);
      if (length <= 60) out.push((length - 1) << 2);
      else out.push(61 << 2, (length - 1) & 0xff, (length - 1) >>> 8);
      for (let i = 0; i < length; i++) out.push(input[from + i] as number);
      from += length;
    }
  };
  const wordAt = (i: number) =>
    (input[i] as number) |
    ((input[i + 1] as number) << 8) |
    ((input[i + 2] as number) << 16) |
    ((input[i + 3] as number) << 24);
  while (at + 4 <= input.length) {
    const word = wordAt(at);
    const slot = Math.imul(word, 0x1e35a7bd) >>> 18;
    const before = seen[slot] as number;
    seen[slot] = at;
    if (before < 0 || at - before > 0xffff || wordAt(before) !== word) {
      at++;
      continue;
    }
    literal(at);
    const offset = at - before;
    let length = 4;
    while (at + length < input.length && input[before + length] === input[at + length]) length++;
    for (let left = length; left > 0; ) {
      const piece = Math.min(left, 64);
      out.push(((piece - 1) << 2) | 2, offset & 0xff, offset >>> 8);
      left -= piece;
    }
    at += length;
    from = at;
  }
  literal(input.length);
  return Buffer.from(out);
}
