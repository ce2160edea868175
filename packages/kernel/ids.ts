import { randomBytes, randomFillSync } from "node:crypto";

const pool = Buffer.allocUnsafe(10 * 256);
let poolAt = pool.length;
let lastMs = 0;
let sequence = 0;

/**
 * UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then a 12-bit counter that keeps ids of one process in
 * order within a millisecond, then random bits. Sorts by creation, which keyset paging relies on.
 */
export function newId(nowMs: number = Date.now()): string {
  if (poolAt >= pool.length) {
    randomFillSync(pool);
    poolAt = 0;
  }
  const random = pool.subarray(poolAt, poolAt + 10);
  poolAt += 10;
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = random.readUInt16BE(8) & 0x7ff;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  const time = lastMs.toString(16).padStart(12, "0");
  const counter = (0x7000 | sequence).toString(16);
  const variant = (0x8000 | (random.readUInt16BE(0) & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${variant}-${random.toString("hex", 2, 8)}`;
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Uniform base-62 text from the system's random source: 5.95 bits a character. */
export function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 248 = 4 × 62: larger bytes would favour the first letters.
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}
