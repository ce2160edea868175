import { createHash } from "node:crypto";
import type { PublishedKey } from "@triops/domains/api-keys/schemas";

/**
 * The name of a request's rows, from what was sent: a sender that did not hear our answer sends the same bytes again,
 * and the store then recognises them at once. For requests only whose rows say the same whenever they arrive. The
 * number of rows is part of it: should more be accepted the second time, they are stored.
 */
export function contentToken(key: PublishedKey, signal: string, body: Buffer, rows: number): string {
  const hash = createHash("sha256").update(`${key.workspaceId} ${signal} ${rows}\n`).update(body);
  return hash.digest("hex").slice(0, 32);
}
