/** A small snappy compressor, for tests and load generators: greedy matches of four bytes and more within 64 KiB. */
export function compress(input: Uint8Array): Buffer {
  // A literal of 64 KiB takes three bytes more than itself, a shorter one no more than a match before it saved.
  const out = Buffer.allocUnsafe(64 + input.length + (input.length >>> 3));
  let to = 0;
  let rest = input.length;
  while (rest > 0x7f) {
    out[to++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[to++] = rest;
  let from = 0;
  let at = 0;
  const literal = (end: number) => {
    while (from < end) {
      const length = Math.min(end - from, 65_536);
      if (length <= 60) out[to++] = (length - 1) << 2;
      else {
        out[to] = 61 << 2;
        out.writeUInt16LE(length - 1, to + 1);
        to += 3;
      }
      out.set(input.subarray(from, from + length), to);
      to += length;
      from += length;
    }
  };
  const wordAt = (i: number) =>
    (input[i] as number) |
    ((input[i + 1] as number) << 8) |
    ((input[i + 2] as number) << 16) |
    ((input[i + 3] as number) << 24);
  const seen = new Int32Array(16_384).fill(-1);
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
    let length = 4;
    while (at + length < input.length && input[before + length] === input[at + length]) length++;
    for (let left = length; left > 0; left -= 64) {
      out[to] = ((Math.min(left, 64) - 1) << 2) | 2;
      out.writeUInt16LE(at - before, to + 1);
      to += 3;
    }
    at += length;
    from = at;
  }
  literal(input.length);
  return out.subarray(0, to);
}
