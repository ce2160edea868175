import { isDeepStrictEqual } from "node:util";
import { notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { monitorDeleted } from "./events.ts";
import { requireQuery } from "./promql-points.ts";
import { condition as conditionSchema, monitor, signal as signalSchema, updateInput } from "./schemas.ts";
import { auditView, requireMonitor, requireSense, startEpisodesAnew } from "./store.ts";

/**
 * Changes a monitor; `enabled` pauses and resumes it. Pausing it, or changing what it watches or when it speaks,
 * withdraws what it claimed before. Baselines stay as long as the signal does.
 */
export const update = defineVerb({
  name: "monitors.update",
  permission: "monitors:write",
  input: updateInput,
  output: monitor,
  run: async (work, { id, ...wanted }) => {
    const { db } = work;
    const before = await requireMonitor(db, id);
    const signal = wanted.signal ?? signalSchema.parse(before.signal);
    const condition = wanted.condition ?? conditionSchema.parse(before.condition);
    requireSense(condition);
    requireQuery(signal);
    const signalChanged = !isDeepStrictEqual(signal, signalSchema.parse(before.signal));
    const ruleChanged = !isDeepStrictEqual(condition, conditionSchema.parse(before.condition));
    const resumed = !before.enabled && wanted.enabled === true;
    const paused = before.enabled && wanted.enabled === false;
    const [after] = await db.monitor.updateManyAndReturn({
      where: { id, deletedAt: null },
      data: {
        ...(wanted.name === undefined ? {} : { name: wanted.name }),
        ...(wanted.description === undefined ? {} : { description: wanted.description }),
        ...(wanted.severity === undefined ? {} : { severity: wanted.severity }),
        ...(wanted.enabled === undefined ? {} : { enabled: wanted.enabled }),
        kind: condition.kind,
        signal,
        condition,
        ...(signalChanged || ruleChanged || paused ? { evaluationError: null } : {}),
        // What came while it was paused is nobody's business.
        ...(resumed && before.watermark ? { watermark: work.context.now } : {}),
        ...(signalChanged ? { watermark: null, seriesCount: 0, seriesTotal: 0 } : {}),
      },
    });
    if (!after) throw notFound("monitor");
    if (signalChanged) await db.monitorSeries.deleteMany({ where: { monitorId: id } });
    else if (ruleChanged || paused) await startEpisodesAnew(db, before.workspaceId, id);
    if (signalChanged || ruleChanged || paused) {
      const reason = paused ? "The monitor was paused" : "The monitor was changed";
      work.emit(monitorDeleted, { monitorId: id, reason });
    }
    work.audit({ subject: { type: "monitor", id }, before: auditView(before), after: auditView(after) });
    return after;
  },
});
