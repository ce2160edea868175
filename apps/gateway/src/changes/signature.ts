import { createHmac, timingSafeEqual } from "node:crypto";
import { IngestFault } from "../ingest/fault.ts";

export type Signer = {
  /** What GitHub was given as the webhook's secret: the key's own one, else the key itself. */
  secret: string;
  /** A key with a secret of its own takes nothing unsigned: leaving the signature out must not be a way round it. */
  isRequired: boolean;
};

/**
 * GitHub signs its requests when the webhook has a secret; the signature proves that the body is as GitHub sent it.
 * @throws IngestFault 401 for a signature that was made with anything else, or for a missing one that is required
 */
export function checkSignature(signature: string | undefined, signer: Signer, body: Buffer): void {
  if (signature === undefined) {
    if (!signer.isRequired) return;
    throw new IngestFault(401, "X-Hub-Signature-256 is missing: give the webhook the secret of this key");
  }
  const expected = Buffer.from(`sha256=${createHmac("sha256", signer.secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new IngestFault(
    401,
    signer.isRequired
      ? "X-Hub-Signature-256 does not match: the webhook's secret must be the one made for this key"
      : "X-Hub-Signature-256 does not match: the webhook's secret must be the API key",
  );
}
