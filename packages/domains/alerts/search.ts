import type { Transaction } from "@triops/database/scoped";
import type { Context } from "@triops/kernel/context";
import { compileMatchers, type Matcher } from "../silences/index.ts";
import { matchableLabels } from "./rules.ts";
import type { ListInput } from "./schemas.ts";

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

/** Rows looked through for one page; a page may be short and still have a next one. */
const lookedThroughMax = 20_000;

/** One page of ids, newest first, of alerts in any state. */
export async function idsMatching(
  db: Transaction,
  { workspaceId }: Pick<Context, "workspaceId">,
  filters: ListInput,
  matchers: readonly Matcher[],
): Promise<{ ids: string[]; nextCursor: string | null }> {
  const { equal, unequal, rest } = splitMatchers(matchers);
  const holds = compileMatchers(rest);
  const { limit, state, severity, source, service, search, silenced, monitorId, incidentId, fingerprint } =
    filters;
  const { from, to } = filters;
  const found: string[] = [];
  let before = filters.cursor ?? "ffffffff-ffff-ffff-ffff-ffffffffffff";
  // A pattern that many fit needs few rows, one that few fit many: portions grow.
  let portion = rest.length === 0 ? limit + 1 : Math.min(batch, limit * 8);
  for (let looked = 0; looked < lookedThroughMax; looked += portion, portion = Math.min(batch, portion * 4)) {
    const rows = await db.$queryRaw<Labelled[]>`
      SELECT id, labels, severity FROM alerts
      WHERE "workspaceId" = ${workspaceId}::uuid AND id < ${before}::uuid
        AND (${state ?? null}::text IS NULL OR state = ${state ?? null}::text)
        AND (${severity ?? null}::text IS NULL OR severity = ${severity ?? null}::text)
        AND (${source ?? null}::text IS NULL OR source = ${source ?? null}::text)
        AND (${service ?? null}::text IS NULL OR service = ${service ?? null}::text)
        AND (${silenced ?? null}::boolean IS NULL OR silenced = ${silenced ?? null}::boolean)
        AND (${monitorId ?? null}::uuid IS NULL OR "monitorId" = ${monitorId ?? null}::uuid)
        AND (${incidentId ?? null}::uuid IS NULL OR "incidentId" = ${incidentId ?? null}::uuid)
        AND (${fingerprint ?? null}::text IS NULL OR fingerprint = ${fingerprint ?? null}::text)
        AND (${from ?? null}::text IS NULL OR "openedAt" >= ${from ?? null}::timestamptz AT TIME ZONE 'UTC')
        AND (${to ?? null}::text IS NULL OR "openedAt" < ${to ?? null}::timestamptz AT TIME ZONE 'UTC')
        AND (${search ?? null}::text IS NULL OR strpos(lower(title), lower(${search ?? null}::text)) > 0)
        AND labels @> ${JSON.stringify(equal)}::jsonb
        AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(${JSON.stringify(unequal)}::jsonb) AS other
          WHERE labels ->> other.key = other.value)
      ORDER BY id DESC LIMIT ${portion}`;
    for (const row of rows) {
      if (rest.length > 0 && !holds(matchableLabels(row))) continue;
      if (found.length === limit) return { ids: found, nextCursor: found.at(-1) ?? null };
      found.push(row.id);
    }
    const last = rows.at(-1);
    if (rows.length < portion || !last) return { ids: found, nextCursor: null };
    before = last.id;
  }
  return { ids: found, nextCursor: before };
}
