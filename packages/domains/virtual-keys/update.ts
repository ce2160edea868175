import { conflict } from "@triops/kernel/errors";
import { renameKeysOfVirtual } from "../api-keys/index.ts";
import { defineVerb } from "../verb.ts";
import { blockedBecause, virtualKeyState } from "./rules.ts";
import { updateInput, virtualKey } from "./schemas.ts";
import {
  auditView,
  changeLimits,
  checkNamed,
  publishAfter,
  readingOf,
  requireVirtualKey,
  shownOne,
} from "./store.ts";

/** What is not named stays; what was spent stays counted. @throws invalid, conflict */
export const update = defineVerb({
  name: "virtual-keys.update",
  permission: "virtual-keys:admin",
  input: updateInput,
  output: virtualKey,
  run: async (work, { id, revision, name, teamId, allowedRoutes, limits, whenRedisIsAway }) => {
    const { db, context } = work;
    await changeLimits(work);
    const before = await requireVirtualKey(db, id);
    const blocked = blockedBecause(virtualKeyState(before, context.now));
    if (blocked) throw conflict(blocked);
    if (revision !== undefined && revision !== before.revision)
      throw conflict(`The key is at revision ${before.revision} by now; look again`);
    await checkNamed(db, { teamId, allowedRoutes });
    const [row] = await db.virtualKey.updateManyAndReturn({
      where: { id, revision: before.revision, revokedAt: null },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(teamId === undefined ? {} : { teamId }),
        ...(allowedRoutes === undefined
          ? {}
          : { allRoutes: allowedRoutes === null, allowedRoutes: allowedRoutes ?? [] }),
        ...(limits === undefined ? {} : { limits }),
        ...(whenRedisIsAway === undefined ? {} : { whenRedisIsAway }),
        revision: { increment: 1 },
      },
    });
    if (!row) throw conflict("The key was changed by somebody else just now; look again");
    if (name !== undefined && name !== before.name) await renameKeysOfVirtual(work, id, name);
    work.audit({ subject: { type: "virtual-key", id }, before: auditView(before), after: auditView(row) });
    publishAfter(work);
    return shownOne(readingOf(work), row);
  },
});
