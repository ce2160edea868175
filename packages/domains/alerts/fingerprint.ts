import { createHash } from "node:crypto";

/** Identity of what a monitor claims about one series: 32 hexadecimal digits. */
export function monitorFingerprint(monitorId: string, seriesKey: string): string {
  return createHash("sha256").update(monitorId).update("\n").update(seriesKey).digest("hex").slice(0, 32);
}

/** Identity of what rollouts claim about one deployment: 32 hexadecimal digits. */
export const rolloutFingerprint = (deploymentId: string): string =>
  monitorFingerprint(deploymentId, "rollout");

/**
 * Identity of a label set as Prometheus and Alertmanager print it: FNV-1a, 64 bits, over name, 0xFF, value, 0xFF in
 * the order of the names' bytes; 16 hexadecimal digits.
 */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  const hash = { high: 0xcbf29ce4, low: 0x84222325 };
  const names = Object.keys(labels).map((name) => Buffer.from(name));
  for (const name of names.sort(Buffer.compare)) {
    feed(hash, name);
    feed(hash, Buffer.from(labels[name.toString()] ?? ""));
  }
  return hash.high.toString(16).padStart(8, "0") + hash.low.toString(16).padStart(8, "0");
}

/** The prime is 2^40 + 0x1B3: every product below stays under 2^53. */
function feed(hash: { high: number; low: number }, bytes: Uint8Array): void {
  let { high, low } = hash;
  for (let i = 0; i <= bytes.length; i++) {
    low = (low ^ (i < bytes.length ? (bytes[i] as number) : 0xff)) >>> 0;
    const product = low * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / 0x1_0000_0000) + low * 0x100) >>> 0;
    low = product >>> 0;
  }
  hash.high = high;
  hash.low = low;
}
