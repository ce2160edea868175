import { keyPrefix } from "@triops/domains/api-keys/rules";
import {
  type PublishedKey,
  publishedKey,
  publishedKeysAt,
  publishedKeysHash,
} from "@triops/domains/api-keys/schemas";
import { keyedHash } from "@triops/kernel/secrets";
import type { Part } from "./follow.ts";

/** The keys that work now, in memory. Replaced as a whole or field by field; never emptied by a fault. */
export type KeyRing = {
  replace(entries: Record<string, string>): void;
  /** null removes the key. */
  set(hash: string, json: string | null): void;
  /** The key behind a credential, null when there is none or it has expired. */
  find(credential: string, now: Date): PublishedKey | null;
  readonly size: number;
};

export const keysPart = (ring: KeyRing): Part => ({
  name: "keys",
  title: "keys",
  hash: publishedKeysHash,
  markedAt: publishedKeysAt,
  replace: ring.replace,
  set: ring.set,
  size: () => ring.size,
});

/** Credentials seen lately, so that the keyed hash is not computed per request. */
const seenMax = 10_000;

export function createKeyRing(secretKey: string): KeyRing {
  let byHash = new Map<string, PublishedKey>();
  const hashByCredential = new Map<string, string>();

  return {
    get size() {
      return byHash.size;
    },
    replace(entries) {
      const next = new Map<string, PublishedKey>();
      for (const [hash, json] of Object.entries(entries)) {
        const key = parseKey(json);
        if (key) next.set(hash, key);
      }
      byHash = next;
    },
    set(hash, json) {
      const key = json === null ? null : parseKey(json);
      if (key) byHash.set(hash, key);
      else byHash.delete(hash);
    },
    find(credential, now) {
      let hash = hashByCredential.get(credential);
      if (hash === undefined) {
        // The checksum turns away what was never a key before anything is computed.
        if (keyPrefix(credential) === null) return null;
        hash = keyedHash(secretKey, "api-key", credential);
      } else hashByCredential.delete(credential);
      const key = byHash.get(hash);
      if (!key) return null;
      hashByCredential.set(credential, hash);
      if (hashByCredential.size > seenMax) {
        const oldest = hashByCredential.keys().next();
        if (!oldest.done) hashByCredential.delete(oldest.value);
      }
      return key.expiresAt !== null && new Date(key.expiresAt) <= now ? null : key;
    },
  };
}

/** An entry that we do not understand is no key: it was written by another version. */
function parseKey(json: string): PublishedKey | null {
  try {
    return publishedKey.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
