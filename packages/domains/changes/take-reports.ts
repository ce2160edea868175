import { newId } from "@triops/kernel/ids";
import { defineIntake, type Taken } from "../intake/index.ts";
import { publishLive } from "../live.ts";
import type { Work } from "../work.ts";
import { neighbourId } from "./rules.ts";
import { type TakenReport, takenReports } from "./schemas.ts";
import { beforeAndAfter } from "./store.ts";

const verb = "changes.take";

/** Keeps what machines reported; a report that comes again is kept once. */
export const takeReports = defineIntake(
  "changes",
  verb,
  takenReports,
  async (work: Work, taken: readonly Taken<TakenReport[]>[]) => {
    const reports = taken.flatMap(({ source, body }) => body.map((report) => ({ report, source })));
    const said = await knownNeighbours(
      work,
      reports.map(({ report }) => report),
    );
    const rows = reports
      .filter(({ report }) => !said.has(neighbourId(report.externalId) ?? ""))
      .map(({ report, source }) => rowOf(work, report, source));
    if (rows.length === 0) return;
    const { count } = await work.db.change.createMany({ data: rows, skipDuplicates: true });
    if (count === 0) return;
    const entries = rows.map(({ id }) => ({ subject: { type: "change", id } }));
    work.afterCommit(async () => publishLive(work.runtime, work.context, verb, entries));
  },
);

async function knownNeighbours(work: Work, reports: readonly TakenReport[]): Promise<Set<string>> {
  const neighbours = reports.flatMap((report) => neighbourId(report.externalId) ?? []);
  if (neighbours.length === 0) return new Set();
  const rows = await work.db.change.findMany({
    where: { source: "webhook", externalId: { in: neighbours } },
    select: { externalId: true },
  });
  return new Set(rows.map((row) => row.externalId));
}

const rowOf = (work: Work, report: TakenReport, keyId: string) => ({
  id: newId(),
  workspaceId: work.context.workspaceId,
  kind: report.kind,
  service: report.service ?? null,
  target: report.target ?? null,
  title: report.title,
  at: new Date(report.at),
  actor: report.actor ?? null,
  link: report.link ?? null,
  ...beforeAndAfter(report.before, report.after),
  source: report.source,
  externalId: report.externalId,
  createdById: keyId,
});
