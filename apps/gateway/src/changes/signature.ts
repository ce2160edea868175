import { createHmac, timingSafeEqual } from "node:crypto";
import { IngestFault } from "../ingest/fault.ts";

/**
 * GitHub signs its requests when the webhook has a secret. The secret to give it is the API key itself: nothing more
 * has to be kept, and the signature then proves that the body is as GitHub sent it.
 * @throws IngestFault 401 for a signature that was made with anything else
 */
export function checkSignature(signature: string | undefined, credential: string, body: Buffer): void {
  if (signature === undefined) return;
  const expected = Buffer.from(`sha256=${createHmac("sha256", credential).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new IngestFault(401, "X-Hub-Signature-256 does not match: the webhook's secret must be the API key");
}
