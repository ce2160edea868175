import { newId } from "@triops/kernel/ids";
import type { Severity } from "../severity.ts";
import type { SilenceFacts } from "../silences/index.ts";
import type { Work } from "../work.ts";
import type { Run, Said } from "./claims.ts";
import { matchableLabels, serviceOf, titleOf } from "./rules.ts";
import type { AlertChange } from "./schemas.ts";

/**
 * Alerts from outside, written many at a time: rows travel as one JSON parameter. These statements do not pass the
 * scoped client's rewriting, so each names the workspace itself.
 */

/** Runs of a fingerprint that are looked at: what is older cannot change the meaning of a claim. */
const runsKnownMax = 3;

/** One intake at a time per workspace; lasts until the transaction ends. */
export async function lockWorkspace({ db, context }: Work): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alerts:${context.workspaceId}`}, 0))`;
}

type Stored = {
  id: string;
  fingerprint: string;
  severity: Severity;
  state: "open" | "resolved";
  startsAt: Date;
  endsAt: Date | null;
  resolvedAt: Date | null;
  lastSeenAt: Date;
  ended: string | null;
};

/** The newest runs of each fingerprint, newest first. */
export async function knownRuns(
  { db, context }: Work,
  fingerprints: readonly string[],
): Promise<Map<string, Run[]>> {
  const rows = await db.$queryRaw<Stored[]>`
    SELECT run.id, run.fingerprint, run.severity, run.state, coalesce(run."startsAt", run."openedAt") AS "startsAt",
      run."endsAt", run."resolvedAt", run."lastSeenAt", run.ended
    FROM unnest(${[...fingerprints]}::text[]) AS wanted(fingerprint)
    CROSS JOIN LATERAL (
      SELECT * FROM alerts
      WHERE "workspaceId" = ${context.workspaceId}::uuid AND fingerprint = wanted.fingerprint
      ORDER BY "openedAt" DESC LIMIT ${runsKnownMax}
    ) AS run`;
  const known = new Map<string, Run[]>();
  for (const { startsAt, endsAt, resolvedAt, lastSeenAt, ...row } of rows) {
    const run: Run = {
      ...row,
      startsMs: startsAt.getTime(),
      endsMs: endsAt?.getTime() ?? null,
      resolvedMs: resolvedAt?.getTime() ?? null,
      lastSeenMs: lastSeenAt.getTime(),
      fresh: false,
      before: row.state,
      refreshes: 0,
      said: null,
      changes: [],
    };
    const runs = known.get(run.fingerprint);
    if (runs) runs.push(run);
    else known.set(run.fingerprint, [run]);
  }
  return known;
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** What hangs on the newest claim of a run. */
function saidOf(said: Said, severity: Severity, silences: readonly SilenceFacts[]) {
  const { claim, source, keyId, group } = said;
  const matchable = matchableLabels({ labels: claim.labels, severity });
  return {
    title: titleOf(claim.labels, claim.annotations),
    annotations: claim.annotations,
    generatorUrl: claim.generatorUrl,
    evidence: { kind: "outside", source, keyId, ...(group ? { group } : {}) },
    silencedBy: silences.filter((silence) => silence.matches(matchable)).map((silence) => silence.id),
  };
}

/** @returns the ids of the runs that were written: another one may hold the same start already */
export async function insertRuns(
  { db, context }: Work,
  runs: readonly Run[],
  silences: readonly SilenceFacts[],
): Promise<Set<string>> {
  if (runs.length === 0) return new Set();
  const rows = runs.flatMap((run) => {
    if (!run.said) return [];
    const { claim, source } = run.said;
    const { silencedBy, ...said } = saidOf(run.said, run.severity, run.state === "open" ? silences : []);
    return {
      ...said,
      id: run.id,
      fingerprint: run.fingerprint,
      source,
      severity: run.severity,
      state: run.state,
      labels: claim.labels,
      service: serviceOf(claim.labels),
      occurrences: run.refreshes + 1,
      silencedBy,
      startsAt: iso(run.startsMs),
      endsAt: iso(run.endsMs),
      lastSeenAt: iso(run.lastSeenMs),
      resolvedAt: iso(run.resolvedMs),
      ended: run.ended,
    };
  });
  const written = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO alerts (id, "workspaceId", fingerprint, "openFingerprint", source, title, severity, state, labels,
      annotations, "generatorUrl", service, evidence, occurrences, "silencedBy", silenced, "startsAt", "endsAt",
      "lapseCheckAt", "openedAt", "lastSeenAt", "resolvedAt", ended, "createdAt", "updatedAt")
    SELECT r.id, ${context.workspaceId}::uuid, r.fingerprint, CASE WHEN r.state = 'open' THEN r.fingerprint END,
      r.source, r.title, r.severity, r.state, r.labels, r.annotations, r."generatorUrl", r.service, r.evidence,
      r.occurrences, ARRAY(SELECT jsonb_array_elements_text(r."silencedBy"))::uuid[],
      jsonb_array_length(r."silencedBy") > 0, r."startsAt", r."endsAt",
      CASE WHEN r.state = 'open' THEN r."endsAt" END, r."startsAt", r."lastSeenAt", r."resolvedAt", r.ended,
      ${context.now.toISOString()}::timestamp, ${context.now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, fingerprint text, source text, title text,
      severity text, state text, labels jsonb, annotations jsonb, "generatorUrl" text, service text, evidence jsonb,
      occurrences int, "silencedBy" jsonb, "startsAt" timestamp, "endsAt" timestamp, "lastSeenAt" timestamp,
      "resolvedAt" timestamp, ended text)
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return new Set(written.map((row) => row.id));
}

/** Runs that ended or go on. @returns the ids of those that still stood as they were read */
export async function writeTurns(
  { db, context }: Work,
  runs: readonly Run[],
  silences: readonly SilenceFacts[],
): Promise<Set<string>> {
  if (runs.length === 0) return new Set();
  const rows = runs.map((run) => {
    const said = run.said ? saidOf(run.said, run.severity, silences) : null;
    return {
      id: run.id,
      before: run.before,
      fingerprint: run.fingerprint,
      state: run.state,
      endsAt: iso(run.endsMs),
      lastSeenAt: iso(run.lastSeenMs),
      resolvedAt: iso(run.resolvedMs),
      ended: run.ended,
      refreshes: run.refreshes,
      annotations: said?.annotations ?? null,
      silencedBy: run.state === "open" ? (said?.silencedBy ?? []) : [],
    };
  });
  const written = await db.$queryRaw<{ id: string }[]>`
    UPDATE alerts AS a SET
      state = r.state,
      "openFingerprint" = CASE WHEN r.state = 'open' THEN r.fingerprint END,
      "endsAt" = r."endsAt",
      "lapseCheckAt" = CASE WHEN r.state = 'open' THEN r."endsAt" END,
      "lastSeenAt" = r."lastSeenAt",
      "resolvedAt" = r."resolvedAt",
      ended = r.ended,
      occurrences = a.occurrences + r.refreshes,
      annotations = coalesce(r.annotations, a.annotations),
      "silencedBy" = CASE WHEN r.state = 'open' THEN ARRAY(SELECT jsonb_array_elements_text(r."silencedBy"))::uuid[]
        ELSE a."silencedBy" END,
      silenced = CASE WHEN r.state = 'open' THEN jsonb_array_length(r."silencedBy") > 0 ELSE a.silenced END,
      "updatedAt" = ${context.now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, before text, fingerprint text, state text,
      "endsAt" timestamp, "lastSeenAt" timestamp, "resolvedAt" timestamp, ended text, refreshes int,
      annotations jsonb, "silencedBy" jsonb)
    WHERE a."workspaceId" = ${context.workspaceId}::uuid AND a.id = r.id AND a.state = r.before
    RETURNING a.id`;
  return new Set(written.map((row) => row.id));
}

/** Claims that say again what is known: touches no indexed column, so that rows stay where they are. */
export async function writeRefreshes({ db, context }: Work, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return;
  const rows = runs.map((run) => ({
    id: run.id,
    endsAt: iso(run.endsMs),
    lastSeenAt: iso(run.lastSeenMs),
    refreshes: run.refreshes,
    annotations: run.said?.claim.annotations ?? {},
  }));
  await db.$executeRaw`
    UPDATE alerts AS a SET
      "endsAt" = r."endsAt", "lastSeenAt" = r."lastSeenAt", occurrences = a.occurrences + r.refreshes,
      annotations = r.annotations, "updatedAt" = ${context.now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "endsAt" timestamp, "lastSeenAt" timestamp,
      refreshes int, annotations jsonb)
    WHERE a."workspaceId" = ${context.workspaceId}::uuid AND a.id = r.id AND a.state = 'open'`;
}

export type Noted = {
  alertId: string;
  kind: AlertChange["kind"];
  atMs: number;
  detail: Record<string, unknown>;
};

/** Lines of the histories of many alerts. */
export async function writeChanges({ db, context }: Work, noted: readonly Noted[]): Promise<void> {
  if (noted.length === 0) return;
  const rows = noted.map(({ atMs, ...rest }) => ({ id: newId(), ...rest, at: iso(atMs) }));
  await db.$executeRaw`
    INSERT INTO alert_changes (id, "workspaceId", "alertId", at, kind, detail, "createdAt")
    SELECT r.id, ${context.workspaceId}::uuid, r."alertId", r.at, r.kind, r.detail,
      ${context.now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "alertId" uuid, at timestamp, kind text, detail jsonb)`;
}
