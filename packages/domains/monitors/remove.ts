import { notFound } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { monitorDeleted } from "./events.ts";
import { monitor } from "./schemas.ts";
import { auditView, requireMonitor } from "./store.ts";

/** Stops watching for good. Alerts keep naming it, so the row stays; its series and baselines go. */
export const remove = defineVerb({
  name: "monitors.remove",
  permission: "monitors:write",
  input: idInput,
  output: monitor,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requireMonitor(db, id);
    const [after] = await db.monitor.updateManyAndReturn({
      where: { id, deletedAt: null },
      data: { deletedAt: context.now, enabled: false },
    });
    if (!after) throw notFound("monitor");
    await db.monitorSeries.deleteMany({ where: { monitorId: id } });
    work.emit(monitorDeleted, { monitorId: id, reason: "The monitor was deleted" });
    work.audit({ subject: { type: "monitor", id }, before: auditView(before), after: null });
    return after;
  },
});
