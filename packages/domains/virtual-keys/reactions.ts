import { keyRevoked, keysOfVirtual } from "../api-keys/index.ts";
import { subscribe } from "../events.ts";
import { end } from "./rotate.ts";
import { changeLimits } from "./store.ts";

/** Somebody ended the API key itself: with its last text the virtual key has ended. */
export const endWithKey = subscribe(keyRevoked, "virtual-keys.end", async (work, { virtualKeyId }) => {
  const { db, context } = work;
  await changeLimits(work);
  const row = await db.virtualKey.findFirst({ where: { id: virtualKeyId } });
  if (!row) return;
  const keys = (await keysOfVirtual(db, [virtualKeyId])).get(virtualKeyId) ?? [];
  const works = keys.some(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > context.now),
  );
  if (!works) await end(work, row);
});
