import type { Transaction } from "@triops/database/scoped";
import { invalid } from "@triops/kernel/errors";
import type { Severity } from "../severity.ts";
import { compileMatchers, type Matcher } from "../silences/index.ts";
import type { Summary } from "./schemas.ts";

/** Beyond this many the head of a page says "more than". */
const countedMax = 10_000;

type Count = { severity: Severity; source: string; silenced: boolean; n: number };

export async function countsOf(db: Transaction, workspaceId: string): Promise<Summary> {
  const rows = await db.$queryRaw<Count[]>`
    SELECT severity, source, silenced, count(*)::int AS n
    FROM (
      SELECT severity, source, silenced FROM alerts
      WHERE "workspaceId" = ${workspaceId}::uuid AND state = 'open' ORDER BY id DESC LIMIT ${countedMax + 1}
    ) AS newest
    GROUP BY severity, source, silenced`;
  const sum = (of: readonly Count[]) => of.reduce((total, { n }) => total + n, 0);
  const bySeverity = { sev1: 0, sev2: 0, sev3: 0, sev4: 0 };
  for (const { severity, n } of rows) bySeverity[severity] += n;
  const all = sum(rows);
  return {
    open: Math.min(all, countedMax),
    silenced: sum(rows.filter((row) => row.silenced)),
    bySeverity,
    sources: [...new Set(rows.map((row) => row.source))].sort(),
    atLeast: all > countedMax,
  };
}

/** @throws invalid */
export function checkMatchersOf(matchers: readonly Matcher[]): void {
  if (matchers.length === 0)
    throw invalid("Give at least one condition", [{ path: "matchers", message: "None given" }]);
  compileMatchers(matchers);
}
