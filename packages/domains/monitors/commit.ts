import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { monitorBreached, monitorRecovered } from "./events.ts";
import { evidenceOf, type Moved, titleOf } from "./evidence.ts";
import { writeWatched } from "./hot-store.ts";
import type { Finding } from "./judge.ts";
import type { HotMonitor } from "./watched.ts";

/** Somebody else evaluated, changed, paused or deleted the monitor meanwhile: nothing of ours was written. */
export class Overtaken extends Error {}

const seriesPerTransaction = 100;

/**
 * Tells what was found. The rows of the series and the events are written together, and only if nobody has
 * evaluated or changed the monitor since we read it: a run that is repeated, or runs twice, tells it once.
 * @throws Overtaken
 */
export async function commitFindings(
  runtime: Runtime,
  hot: HotMonitor,
  findings: readonly Finding[],
  moved: readonly Moved[],
  now: Date,
): Promise<void> {
  const { rule } = hot;
  // All that was found about one series goes with its row.
  const bySeries = [...Map.groupBy(findings, (finding) => finding.watched).entries()];
  for (let i = 0; i < bySeries.length; i += seriesPerTransaction) {
    const some = bySeries.slice(i, i + seriesPerTransaction);
    // A later portion must not be taken for somebody else's doing, hence a millisecond more each time.
    const evaluatedAt = new Date(Math.max(now.getTime(), (rule.evaluatedAt ?? 0) + 1));
    const context = systemContext(rule.workspaceId, "monitors.evaluate", now, newId());
    await inTransaction({ context, runtime }, "monitors.evaluate", async (work) => {
      const { count } = await work.db.monitor.updateMany({
        where: {
          id: rule.id,
          enabled: true,
          deletedAt: null,
          updatedAt: new Date(rule.version),
          evaluatedAt: rule.evaluatedAt === null ? null : new Date(rule.evaluatedAt),
        },
        // Named so that it stays: a change by evaluation is not a change of the monitor.
        data: { evaluatedAt, updatedAt: new Date(rule.version) },
      });
      if (count === 0) throw new Overtaken(`Monitor ${rule.id} was evaluated or changed by somebody else`);
      await writeWatched(
        work.db,
        rule,
        some.map(([watched]) => watched),
      );
      for (const finding of some.flatMap(([, found]) => found)) {
        const { watched, transition } = finding;
        const told = {
          monitorId: rule.id,
          seriesKey: watched.key,
          at: new Date(transition.at).toISOString(),
        };
        if (transition.kind === "recovered") {
          work.emit(monitorRecovered, { ...told, reason: transition.reason });
          continue;
        }
        work.emit(monitorBreached, {
          ...told,
          title: titleOf(rule, watched),
          name: rule.name,
          severity: rule.severity,
          labels: watched.labels,
          value: finding.value,
          evidence: evidenceOf(rule, finding, moved),
        });
      }
    });
    rule.evaluatedAt = evaluatedAt.getTime();
  }
}
