import { invalid, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { insertKey, keyAuditView, mayHandOut, publishKeys } from "../api-keys/index.ts";
import { defineVerb } from "../verb.ts";
import { createInput, newVirtualKey, virtualKeysMax } from "./schemas.ts";
import { auditView, changeLimits, checkNamed, publishAfter, readingOf, shownOne } from "./store.ts";

/** Makes a key with limits and shows it this once. @throws forbidden, invalid, limitReached */
export const create = defineVerb({
  name: "virtual-keys.create",
  permission: "virtual-keys:admin",
  input: createInput,
  output: newVirtualKey,
  run: async (work, { allowedRoutes, expiresAt, ...given }) => {
    const { db, context, runtime } = work;
    mayHandOut(context.actor, ["llm"]);
    await changeLimits(work);
    await checkNamed(db, { teamId: given.teamId, allowedRoutes });
    const ends = expiresAt ? new Date(expiresAt) : null;
    if (ends && ends <= context.now)
      throw invalid("A key cannot end in the past", [{ path: "expiresAt", message: "Choose a later time" }]);
    if ((await db.virtualKey.count({ where: { revokedAt: null } })) >= virtualKeysMax)
      throw limitReached(`A workspace has at most ${virtualKeysMax} virtual keys`);
    const id = newId();
    const row = await db.virtualKey.create({
      data: {
        ...given,
        id,
        workspaceId: context.workspaceId,
        allRoutes: allowedRoutes === null,
        allowedRoutes: allowedRoutes ?? [],
        expiresAt: ends,
        createdById: context.actor.id,
      },
    });
    const apiKey = await insertKey(work, {
      name: given.name,
      scopes: ["llm"],
      expiresAt: ends,
      virtualKeyId: id,
    });
    work.audit({ subject: { type: "virtual-key", id }, after: auditView(row) });
    work.audit({ subject: { type: "api-key", id: apiKey.id }, after: keyAuditView(apiKey) });
    // The limits first: a gateway that knows the key knows what binds it.
    publishAfter(work);
    work.afterCommit(() => publishKeys(runtime, [apiKey.id]));
    return { ...(await shownOne(readingOf(work), row)), key: apiKey.key };
  },
});
