import { randomInt } from "node:crypto";

/** A key's bytes as words, the last one filled up with zeros, in a stretch of an arena that slots share. */
type Slot<Value> = {
  space: number;
  bytes: number;
  arena: Int32Array;
  at: number;
  value: Value;
  next: Slot<Value> | null;
};

/**
 * A bounded map from stretches of bytes to values, looked up in place: no string is made of what is already known.
 * Hash, then an exact comparison, so that equal hashes never mix two keys up. Like `TwoGenerations`, what was not
 * used lately is forgotten.
 */
export class ByteMap<Value> {
  private young = new Map<number, Slot<Value>>();
  private old = new Map<number, Slot<Value>>();
  private readonly sizeMax: number;
  private arena = new Int32Array(arenaWords);
  private arenaUsed = 0;
  /** The key being looked up, as words. */
  private words = new Int32Array(256);
  /** Of the buffer that was looked into last: usually the next key stands in the same one. */
  private view: DataView = new DataView(new ArrayBuffer(0));
  private viewed: Buffer | null = null;

  /** Holds at most about twice as many keys. */
  constructor(sizeMax: number) {
    this.sizeMax = sizeMax;
  }

  /** Keys of different spaces never meet. */
  get(space: number, bytes: Buffer, start: number, end: number): Value | undefined {
    const hash = this.load(space, bytes, start, end);
    let slot = this.find(this.young.get(hash), space, end - start);
    if (slot !== null) return slot.value;
    slot = this.find(this.old.get(hash), space, end - start);
    if (slot === null) return undefined;
    this.put(hash, space, end - start, slot.value);
    return slot.value;
  }

  /** Copies the bytes. A key that is there already has its value replaced. */
  set(space: number, bytes: Buffer, start: number, end: number, value: Value): void {
    const hash = this.load(space, bytes, start, end);
    const slot = this.find(this.young.get(hash), space, end - start);
    if (slot !== null) slot.value = value;
    else this.put(hash, space, end - start, value);
  }

  /** Takes the bytes as the current key and returns its hash: multiply and fold, a word at a time. */
  private load(space: number, bytes: Buffer, start: number, end: number): number {
    if (this.viewed !== bytes) {
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      this.viewed = bytes;
    }
    if (end - start > this.words.length * 4) this.words = new Int32Array((end - start) >>> 1);
    const { view, words } = this;
    let hash = seed ^ space;
    let at = start;
    let i = 0;
    for (const last = end - 3; at < last; at += 4) {
      const word = view.getInt32(at, true);
      words[i++] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    if (at < end) {
      let word = 0;
      for (let shift = 0; at < end; at++, shift += 8) word |= view.getUint8(at) << shift;
      words[i] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash ^ (hash >>> 13);
  }

  private find(first: Slot<Value> | undefined, space: number, bytes: number): Slot<Value> | null {
    const { words } = this;
    const count = (bytes + 3) >>> 2;
    next: for (let slot = first ?? null; slot !== null; slot = slot.next) {
      if (slot.space !== space || slot.bytes !== bytes) continue;
      const { arena, at } = slot;
      for (let i = 0; i < count; i++) if (arena[at + i] !== words[i]) continue next;
      return slot;
    }
    return null;
  }

  private put(hash: number, space: number, bytes: number, value: Value): void {
    if (this.young.size >= this.sizeMax) {
      this.old = this.young;
      this.young = new Map();
    }
    const first = this.young.get(hash) ?? null;
    // Whoever makes hashes collide on purpose loses the cache, not our time.
    const next = lengthOf(first) < chainMax ? first : null;
    const count = (bytes + 3) >>> 2;
    if (this.arenaUsed + count > this.arena.length) {
      this.arena = new Int32Array(Math.max(arenaWords, count));
      this.arenaUsed = 0;
    }
    const { arena, arenaUsed: at } = this;
    arena.set(this.words.subarray(0, count), at);
    this.arenaUsed = at + count;
    this.young.set(hash, { space, bytes, arena, at, value, next });
  }
}

const chainMax = 4;
/** 64 KiB: given back as a whole once none of its keys is remembered. */
const arenaWords = 16_384;
const seed = randomInt(2 ** 32) | 0;

function lengthOf(slot: Slot<unknown> | null): number {
  let length = 0;
  for (let one = slot; one !== null; one = one.next) length++;
  return length;
}
