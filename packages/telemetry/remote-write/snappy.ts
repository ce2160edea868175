import { DecodeError } from "../otlp/decode-error.ts";

/**
 * Snappy's block format (https://github.com/google/snappy/blob/main/format_description.txt), never the framed one.
 * Written by hand because it is short and was measured faster on remote_write bodies than `snappyjs` and, for the
 * crossing into native code and the copy out of it, than `snappy`.
 */

/** The densest element makes 64 bytes of 3; a block that claims more is broken. */
const ratioMax = 22;

export type SnappyHead = {
  /** Length after decompression, as the block claims it. */
  length: number;
  /** Where the elements begin. */
  at: number;
};

/** Reads the claimed length, which is to be limited before anything is decompressed. @throws DecodeError */
export function snappyHead(block: Uint8Array): SnappyHead {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) {
      if (length > block.length * ratioMax) break;
      return { length, at: at + 1 };
    }
  }
  throw new DecodeError("it is not a snappy block");
}

/** Below this, a loop is faster than the engine's copy. */
const shortCopy = 16;

/**
 * Into `room` when it is given and large enough, else into memory of its own.
 * @throws DecodeError when it is anything but exactly what its head claims
 */
export function uncompress(block: Buffer, head: SnappyHead = snappyHead(block), room?: Buffer): Buffer {
  const out =
    room !== undefined && room.length >= head.length
      ? room.subarray(0, head.length)
      : Buffer.allocUnsafe(head.length);
  const end = block.length;
  let at = head.at;
  let to = 0;
  while (at < end) {
    const tag = block[at++] as number;
    let length: number;
    let offset: number;
    switch (tag & 3) {
      case 0: {
        length = (tag >>> 2) + 1;
        if (length > 60) {
          const bytes = length - 60;
          if (at + bytes > end) throw broken();
          length = block.readUIntLE(at, bytes) + 1;
          at += bytes;
        }
        if (at + length > end || to + length > out.length) throw broken();
        if (length < shortCopy) for (let i = 0; i < length; i++) out[to + i] = block[at + i] as number;
        else out.set(block.subarray(at, at + length), to);
        at += length;
        to += length;
        continue;
      }
      case 1:
        length = 4 + ((tag >>> 2) & 7);
        if (at >= end) throw broken();
        offset = ((tag >>> 5) << 8) | (block[at] as number);
        at += 1;
        break;
      case 2:
        length = (tag >>> 2) + 1;
        if (at + 2 > end) throw broken();
        offset = (block[at] as number) | ((block[at + 1] as number) << 8);
        at += 2;
        break;
      default:
        length = (tag >>> 2) + 1;
        if (at + 4 > end) throw broken();
        offset = block.readUInt32LE(at);
        at += 4;
    }
    if (offset === 0 || offset > to || to + length > out.length) throw broken();
    // A copy may read what it just wrote: runs are encoded so.
    if (length < shortCopy || offset < length) {
      for (const stop = to + length; to < stop; to++) out[to] = out[to - offset] as number;
    } else {
      out.copyWithin(to, to - offset, to - offset + length);
      to += length;
    }
  }
  if (to !== out.length) throw broken();
  return out;
}

const broken = () => new DecodeError("the snappy block is broken");
