import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { type ScoreTerm, scoreCondition } from "./rules.ts";

type Row = Prisma.ScoreGetPayload<object>;
export type TraceScore = Pick<Row, "name" | "number" | "text" | "spanId"> & {
  kind: "numeric" | "categorical" | "boolean";
};

/** @throws notFound */
export async function requireScore(db: Transaction, id: string): Promise<Row> {
  const row = await db.score.findFirst({ where: { id } });
  if (!row) throw notFound("score");
  return row;
}

export const auditScore = ({ name, kind, number, text, comment, traceId, spanId, session }: Row) => ({
  name,
  kind,
  value: kind === "categorical" ? text : number,
  comment,
  traceId,
  spanId,
  session,
});

/** A search looks at so many scored traces, the newest: ClickHouse is then asked for them by id. */
const tracesMax = 10_000;
/** Scores may come long after their trace, and clocks differ. */
const aroundMs = 86_400_000;

/** The newest traces of the stretch of time with a score as asked. */
export async function tracesScored(
  db: Transaction,
  term: ScoreTerm,
  window: { from: Date; to: Date },
): Promise<string[]> {
  const rows = await db.score.findMany({
    where: {
      name: term.name,
      ...scoreCondition(term),
      traceId: { not: "" },
      at: { gte: new Date(window.from.getTime() - aroundMs), lt: new Date(window.to.getTime() + aroundMs) },
    },
    select: { traceId: true },
    orderBy: { at: "desc" },
    take: tracesMax,
  });
  return [...new Set(rows.map(({ traceId }) => traceId))];
}

const scoresPerPageMax = 2_000;

/** Scores of these traces and their spans, newest first. */
export async function scoresOfTraces(
  db: Transaction,
  traceIds: readonly string[],
): Promise<ReadonlyMap<string, TraceScore[]>> {
  const scores = new Map<string, TraceScore[]>();
  if (traceIds.length === 0) return scores;
  const rows = await db.score.findMany({
    where: { traceId: { in: [...traceIds] } },
    select: { traceId: true, name: true, kind: true, number: true, text: true, spanId: true },
    orderBy: { id: "desc" },
    take: scoresPerPageMax,
  });
  for (const { traceId, kind, ...rest } of rows) {
    const list = scores.get(traceId) ?? [];
    list.push({ ...rest, kind: kind as TraceScore["kind"] });
    scores.set(traceId, list);
  }
  return scores;
}
