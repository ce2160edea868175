import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** A 32-byte key for one purpose, derived from the installation's secret (HKDF-SHA-256, RFC 5869). */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secretKey, "triops", purpose, 32));
}

/** Keyed hash for credentials that must be found by value: useless without the installation's secret. */
export function keyedHash(secretKey: string, purpose: string, value: string): string {
  return createHmac("sha256", deriveKey(secretKey, purpose)).update(value).digest("hex");
}

export const sha256 = (value: string): string => createHash("sha256").update(value).digest("hex");

/**
 * AES-256-GCM with a data key per workspace (derived, so rotation is of the installation's key id).
 * `boundTo` names the row and column and is authenticated: a ciphertext moved elsewhere does not open.
 * @returns `v1.<key id>.<iv>.<tag>.<ciphertext>` in base64url
 */
export function seal(secretKey: string, workspaceId: string, boundTo: string, plaintext: string): string {
  const key = deriveKey(secretKey, `seal:${workspaceId}`);
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(`${workspaceId}|${boundTo}`));
  const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url"));
  return ["v1", keyId(secretKey), ...parts].join(".");
}

/** @throws when the text was altered, moved to another row, or sealed with another secret */
export function open(secretKey: string, workspaceId: string, boundTo: string, sealed: string): string {
  const [version, id, iv, tag, body] = sealed.split(".");
  if (version !== "v1" || !iv || !tag || body === undefined) throw new Error("Not a sealed secret");
  if (id !== keyId(secretKey)) throw new Error("Sealed with another secret key");
  const decipher = createDecipheriv(
    "aes-256-gcm",
    deriveKey(secretKey, `seal:${workspaceId}`),
    Buffer.from(iv, "base64url"),
  );
  decipher.setAAD(Buffer.from(`${workspaceId}|${boundTo}`));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}

const keyId = (secretKey: string): string => deriveKey(secretKey, "key-id").toString("hex").slice(0, 8);
