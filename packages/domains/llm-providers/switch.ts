import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { publishSome } from "../snapshot-part.ts";
import { defineVerb } from "../verb.ts";
import { provider } from "./schemas.ts";
import { providersSnapshot } from "./snapshot.ts";
import { auditView, requireProvider, revise, routesOf, shown, shownNow } from "./store.ts";

const switchTo = (enabled: boolean) =>
  defineVerb({
    name: `llm-providers.${enabled ? "enable" : "disable"}`,
    permission: "llm-providers:admin",
    input: idInput,
    output: provider,
    run: async (work, { id }) => {
      const before = await requireProvider(work.db, id);
      if (before.enabled === enabled) throw conflict(`It is switched ${enabled ? "on" : "off"} already`);
      const after = await revise(work, before, { enabled });
      work.audit({
        subject: { type: "llm-provider", id },
        before: auditView(before),
        after: auditView(after),
      });
      return shownNow(work.db, after);
    },
  });

export const enable = switchTo(true);
/** Routes pass its targets over; calls under way end as they would. @throws conflict */
export const disable = switchTo(false);

/** With its credential. @throws conflict while routes send calls to it */
export const remove = defineVerb({
  name: "llm-providers.remove",
  permission: "llm-providers:admin",
  input: idInput,
  output: provider,
  run: async ({ db, context, runtime, audit, afterCommit }, { id }) => {
    // Routes that are about to name it wait, and then find it gone.
    await db.$queryRaw`SELECT 1 FROM llm_providers
      WHERE id = ${id}::uuid AND "workspaceId" = ${context.workspaceId}::uuid FOR UPDATE`;
    const row = await requireProvider(db, id);
    const routes = (await routesOf(db, [id])).get(id) ?? [];
    if (routes.length > 0) {
      const names = routes.map(({ name }) => name).join(", ");
      throw conflict(`Routes send calls to it: ${names}. Take it out of them first`);
    }
    await db.llmProvider.deleteMany({ where: { id } });
    audit({ subject: { type: "llm-provider", id }, before: auditView(row), after: null });
    afterCommit(() => publishSome(runtime, providersSnapshot, [id]));
    return shown(row, []);
  },
});
