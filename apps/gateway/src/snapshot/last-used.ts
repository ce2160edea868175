import { keysLastUsedHash } from "@triops/domains/api-keys/schemas";
import type { Redis } from "@triops/kernel/redis";

const everyMs = 60_000;

/** Notes the use of a key, at most once a minute each. Best effort: a Redis that is away costs only the note. */
export function createUseNotes(redis: Redis): (keyId: string, now: Date) => void {
  const noted = new Map<string, number>();
  return (keyId, now) => {
    const at = now.getTime();
    if (at - (noted.get(keyId) ?? 0) < everyMs) return;
    noted.set(keyId, at);
    redis.hset(keysLastUsedHash, keyId, now.toISOString()).catch(() => noted.delete(keyId));
  };
}
