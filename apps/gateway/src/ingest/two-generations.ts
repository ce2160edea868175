/**
 * A bounded map that forgets what was not used lately: lookups promote into the young half, and when that is full it
 * becomes the old half and the old one is dropped. No list to maintain per lookup, unlike an LRU.
 */
export class TwoGenerations<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();
  private readonly sizeMax: number;

  /** Holds between `sizeMax` and twice as many entries. */
  constructor(sizeMax: number) {
    this.sizeMax = sizeMax;
  }

  get(key: string): Value | undefined {
    const found = this.young.get(key);
    if (found !== undefined) return found;
    const older = this.old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    if (this.young.size >= this.sizeMax) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  get size(): number {
    return this.young.size + this.old.size;
  }
}
