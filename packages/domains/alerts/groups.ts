import type { Transaction } from "@triops/database/scoped";
import type { Severity } from "../severity.ts";

const groupsMax = 100;

type Row = { value: string; count: number; silenced: number; severity: Severity; newestAt: Date };

/** Open alerts by a column or a label, the largest groups first. */
export async function groupsOf(
  db: Transaction,
  workspaceId: string,
  by: string,
  silenced: boolean | undefined,
) {
  const rows = await db.$queryRaw<Row[]>`
    SELECT value, count(*)::int AS count, count(*) FILTER (WHERE silenced)::int AS silenced,
      min(severity) AS severity, max("openedAt") AS "newestAt"
    FROM (
      SELECT coalesce(CASE ${by}::text WHEN 'severity' THEN severity WHEN 'service' THEN service
        WHEN 'source' THEN source ELSE labels ->> ${by}::text END, '') AS value, silenced, severity, "openedAt"
      FROM alerts
      WHERE "workspaceId" = ${workspaceId}::uuid AND state = 'open'
        AND (${silenced ?? null}::boolean IS NULL OR silenced = ${silenced ?? null}::boolean)
    ) AS open
    GROUP BY value ORDER BY count DESC, value LIMIT ${groupsMax + 1}`;
  return { data: rows.slice(0, groupsMax), more: rows.length > groupsMax };
}
