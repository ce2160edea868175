import { createHash } from "node:crypto";

/** Identity of what a monitor claims about one series: 32 hexadecimal digits. */
export function monitorFingerprint(monitorId: string, seriesKey: string): string {
  return createHash("sha256").update(monitorId).update("\n").update(seriesKey).digest("hex").slice(0, 32);
}
