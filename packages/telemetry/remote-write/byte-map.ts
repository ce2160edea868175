import { randomInt } from "node:crypto";

type Slot<Value> = { space: number; bytes: Buffer; value: Value; next: Slot<Value> | null };

/**
 * A bounded map from stretches of bytes to values, looked up in place: no string is made of what is already known.
 * Hash, then an exact comparison, so that equal hashes never mix two keys up. Like `TwoGenerations`, what was not
 * used lately is forgotten.
 */
export class ByteMap<Value> {
  private young = new Map<number, Slot<Value>>();
  private old = new Map<number, Slot<Value>>();
  private readonly sizeMax: number;

  /** Holds at most about twice as many keys. */
  constructor(sizeMax: number) {
    this.sizeMax = sizeMax;
  }

  /** Keys of different spaces never meet. */
  get(space: number, bytes: Buffer, start: number, end: number): Value | undefined {
    const hash = hashOf(space, bytes, start, end);
    let slot = find(this.young.get(hash), space, bytes, start, end);
    if (slot !== null) return slot.value;
    slot = find(this.old.get(hash), space, bytes, start, end);
    if (slot === null) return undefined;
    this.put(hash, slot.space, slot.bytes, slot.value);
    return slot.value;
  }

  /** Copies the bytes. A key that is there already has its value replaced. */
  set(space: number, bytes: Buffer, start: number, end: number, value: Value): void {
    const hash = hashOf(space, bytes, start, end);
    const slot = find(this.young.get(hash), space, bytes, start, end);
    if (slot !== null) slot.value = value;
    else this.put(hash, space, Buffer.from(bytes.subarray(start, end)), value);
  }

  private put(hash: number, space: number, bytes: Buffer, value: Value): void {
    if (this.young.size >= this.sizeMax) {
      this.old = this.young;
      this.young = new Map();
    }
    const first = this.young.get(hash) ?? null;
    // Whoever makes hashes collide on purpose loses the cache, not our time.
    const next = lengthOf(first) < chainMax ? first : null;
    this.young.set(hash, { space, bytes, value, next });
  }
}

const chainMax = 4;
const seed = randomInt(2 ** 32) | 0;

function lengthOf(slot: Slot<unknown> | null): number {
  let length = 0;
  for (let one = slot; one !== null; one = one.next) length++;
  return length;
}

function find<Value>(
  first: Slot<Value> | undefined,
  space: number,
  bytes: Buffer,
  start: number,
  end: number,
): Slot<Value> | null {
  for (let slot = first ?? null; slot !== null; slot = slot.next) {
    if (slot.space === space && slot.bytes.compare(bytes, start, end) === 0) return slot;
  }
  return null;
}

/** Multiply and fold, four bytes at a time. */
function hashOf(space: number, bytes: Buffer, start: number, end: number): number {
  let hash = seed ^ space;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash ^ (hash >>> 13);
}
