import type { Transaction } from "@triops/database/scoped";
import type { Context } from "@triops/kernel/context";
import { compileMatchers, type Matcher } from "../silences/index.ts";
import { matchableLabels } from "./rules.ts";

/** Rows looked through per statement where a condition cannot be put to Postgres. */
const batch = 5_000;

/**
 * Conditions as Postgres can judge them: equality by the index on labels, inequality row by row. Patterns are RE2 and
 * stay with us, as does what asks for our own severity.
 */
export function splitMatchers(matchers: readonly Matcher[]) {
  const equal: Record<string, string> = {};
  const unequal: Record<string, string> = {};
  const rest: Matcher[] = [];
  for (const matcher of matchers) {
    const { name, value, isRegex, isEqual } = matcher;
    const simple = !isRegex && value !== "" && name !== "severity";
    if (simple && isEqual && equal[name] === undefined) equal[name] = value;
    else if (simple && !isEqual && unequal[name] === undefined) unequal[name] = value;
    else rest.push(matcher);
  }
  return { equal, unequal, rest };
}

type Labelled = { id: string; labels: Record<string, string>; severity: string };

/** Ids of all open alerts that match, oldest first; exact. */
export async function openMatching(
  db: Transaction,
  { workspaceId }: Pick<Context, "workspaceId">,
  matchers: readonly Matcher[],
): Promise<string[]> {
  const { equal, unequal, rest } = splitMatchers(matchers);
  const holds = compileMatchers(rest);
  const found: string[] = [];
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db.$queryRaw<Labelled[]>`
      SELECT id, labels, severity FROM alerts
      WHERE "workspaceId" = ${workspaceId}::uuid AND state = 'open' AND id > ${after}::uuid
        AND labels @> ${JSON.stringify(equal)}::jsonb
        AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(${JSON.stringify(unequal)}::jsonb) AS other
          WHERE labels ->> other.key = other.value)
      ORDER BY id LIMIT ${batch}`;
    for (const row of rows) if (rest.length === 0 || holds(matchableLabels(row))) found.push(row.id);
    const last = rows.at(-1);
    if (rows.length < batch || !last) return found;
    after = last.id;
  }
}
