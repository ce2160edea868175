import type { IncomingHttpHeaders } from "node:http";
import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import type { Scope } from "@triops/kernel/context";
import { forbidden, unauthenticated, unavailable } from "@triops/kernel/errors";
import type { SnapshotState } from "./follow.ts";
import type { KeyRing } from "./keys.ts";

export type Admission = {
  ring: KeyRing;
  state(): SnapshotState;
  noteUse(keyId: string, now: Date): void;
};

/** @throws unauthenticated, forbidden, or unavailable while no key has ever been loaded */
export function admit(
  admission: Admission,
  headers: IncomingHttpHeaders,
  scope: Scope,
  now: Date,
): PublishedKey {
  const credential = credentialOf(headers);
  if (credential === null) throw unauthenticated("Send an API key: Authorization: Bearer <key>");
  const key = admission.ring.find(credential, now);
  if (key === null) {
    if (!admission.state().loaded)
      throw unavailable("The gateway is starting and knows no keys yet", { retryAfterSeconds: 2 });
    throw unauthenticated("The API key is unknown, revoked or expired");
  }
  if (!key.scopes.includes(scope)) throw forbidden(`The API key lacks the scope ${scope}`);
  admission.noteUse(key.keyId, now);
  return key;
}

/** Bearer, Basic (the key is the password, whatever the user) or X-Triops-Key; null when there is none. */
export function credentialOf(headers: IncomingHttpHeaders): string | null {
  const own = headers["x-triops-key"];
  if (typeof own === "string" && own !== "") return own.trim();
  const { authorization } = headers;
  if (authorization === undefined) return null;
  const [scheme = "", value = ""] = authorization.split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return value || null;
  if (!/^basic$/i.test(scheme)) return null;
  const pair = Buffer.from(value, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 ? null : pair.slice(colon + 1) || null;
}
