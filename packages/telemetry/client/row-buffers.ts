/**
 * Buffers for rows, used again. A gateway under load fills one of a few hundred kilobytes with each request: given to
 * the garbage collector they cost it a full run every tenth of a second, a fifth of all processor time.
 */
const sizeMin = 64 * 1024;
const sizeMax = 4 * 1024 * 1024;
/** Of all that wait to be used again. */
const keptBytesMax = 16 * 1024 * 1024;

/** Made here: Node's own buffers may share their memory with others. */
const ours = new WeakSet<ArrayBufferLike>();
const kept = new Map<number, Buffer[]>();
let keptBytes = 0;

/** At least so many bytes, with whatever was written there before. */
export function takeBuffer(bytes: number): Buffer {
  if (bytes < sizeMin || bytes > sizeMax) return Buffer.allocUnsafe(bytes);
  const size = 2 ** Math.ceil(Math.log2(bytes));
  const known = kept.get(size)?.pop();
  if (known === undefined) {
    const made = Buffer.allocUnsafeSlow(size);
    ours.add(made.buffer);
    return made;
  }
  keptBytes -= size;
  return known;
}

/** Takes back a buffer of `takeBuffer`, or any part of one. Nobody may look at it any more. */
export function giveBuffer(part: Buffer): void {
  const { byteLength: size } = part.buffer;
  if (!ours.has(part.buffer) || keptBytes + size > keptBytesMax) return;
  const list = kept.get(size) ?? [];
  if (list.some((other) => other.buffer === part.buffer)) return;
  list.push(Buffer.from(part.buffer));
  kept.set(size, list);
  keptBytes += size;
}
