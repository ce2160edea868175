import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { publishSome } from "../snapshot-part.ts";
import { defineVerb } from "../verb.ts";
import { route } from "./schemas.ts";
import { routesSnapshot } from "./snapshot.ts";
import { auditView, requireRoute, revise, shown } from "./store.ts";

const switchTo = (enabled: boolean) =>
  defineVerb({
    name: `llm-routes.${enabled ? "enable" : "disable"}`,
    permission: "llm-routes:write",
    input: idInput,
    output: route,
    run: async (work, { id }) => {
      const before = await requireRoute(work.db, id);
      if (before.enabled === enabled) throw conflict(`It is switched ${enabled ? "on" : "off"} already`);
      const after = await revise(work, before, { enabled }, undefined);
      work.audit({ subject: { type: "llm-route", id }, before: auditView(before), after: auditView(after) });
      return shown(after);
    },
  });

export const enable = switchTo(true);
/** Calls that come are refused, and told so; those under way end as they would. @throws conflict */
export const disable = switchTo(false);

/** The name answers no more; what was recorded of its calls stays as long as it is kept. */
export const remove = defineVerb({
  name: "llm-routes.remove",
  permission: "llm-routes:write",
  input: idInput,
  output: route,
  run: async ({ db, runtime, audit, afterCommit }, { id }) => {
    const row = await requireRoute(db, id);
    const { count } = await db.llmRoute.deleteMany({ where: { id, revision: row.revision } });
    if (count === 0) throw conflict("The route was changed by somebody else just now; look again");
    await db.llmRouteTarget.deleteMany({ where: { routeId: id } });
    audit({ subject: { type: "llm-route", id }, before: auditView(row), after: null });
    afterCommit(() => publishSome(runtime, routesSnapshot, [id]));
    return shown(row);
  },
});
