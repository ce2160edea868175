import { limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { publishSome } from "../snapshot-part.ts";
import { defineVerb } from "../verb.ts";
import { checkGuardrails, checkSettings, checkShares } from "./check.ts";
import { createInput, route, routesMax } from "./schemas.ts";
import { routesSnapshot } from "./snapshot.ts";
import { auditView, putTargets, requireFreeName, requireRoute, shown } from "./store.ts";

/** Gives models a name that callers use; it answers within a second. @throws invalid, conflict, limitReached */
export const create = defineVerb({
  name: "llm-routes.create",
  permission: "llm-routes:write",
  input: createInput,
  output: route,
  run: async (work, { name, description, enabled, targets, ...settings }) => {
    const { db, context, runtime } = work;
    checkShares(targets);
    checkSettings(settings);
    await checkGuardrails(db, settings.guardrails, name);
    if ((await db.llmRoute.count()) >= routesMax)
      throw limitReached(`A workspace has at most ${routesMax} routes`);
    await requireFreeName(db, name);
    const { workspaceId, actor } = context;
    const id = newId();
    await db.llmRoute.create({
      data: { id, workspaceId, name, description, enabled, settings, createdById: actor.id },
    });
    await putTargets(work, id, targets, []);
    const after = await requireRoute(db, id);
    work.audit({ subject: { type: "llm-route", id }, after: auditView(after) });
    work.afterCommit(() => publishSome(runtime, routesSnapshot, [id]));
    return shown(after);
  },
});
