import { randomFillSync } from "node:crypto";

const pool = Buffer.allocUnsafe(8_192);
let at = pool.length;

/** Random bytes in hexadecimal, from the system's source, fetched for some hundred ids at once. */
export function randomHex(bytes: number): string {
  if (at + bytes > pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  at += bytes;
  return pool.toString("hex", at - bytes, at);
}
