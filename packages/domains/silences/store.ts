import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { invalid, limitReached, notFound } from "@triops/kernel/errors";
import { compileMatchers, type Labels } from "./matching.ts";
import { type Matcher, type SilenceState, stateAt } from "./rules.ts";

export type Row = Prisma.SilenceGetPayload<object>;

/** Pending and active ones of a workspace; each alert that opens is held against all of them. */
const currentMax = 1_000;

/** @throws notFound, also for a silence of another workspace */
export async function requireSilence(db: Transaction, id: string): Promise<Row> {
  const row = await db.silence.findFirst({ where: { id } });
  if (!row) throw notFound("silence");
  return row;
}

/** As it leaves: its state follows from its times. */
export const withState = (row: Row, now: Date) => ({ ...row, state: stateAt(row, now) });

export function auditView({ id, matchers, comment, startsAt, endsAt }: Row) {
  return { id, matchers, comment, startsAt, endsAt };
}

/** @throws invalid */
export function checkTimes(startsAt: Date, endsAt: Date, now: Date): void {
  if (endsAt <= startsAt)
    throw invalid("It must end after it starts", [{ path: "endsAt", message: "Ends before it starts" }]);
  if (endsAt <= now)
    throw invalid("It must end in the future", [{ path: "endsAt", message: "Lies in the past" }]);
}

/** @throws limitReached */
export async function checkRoom(db: Transaction, now: Date): Promise<void> {
  const current = await db.silence.count({ where: { endsAt: { gt: now } } });
  if (current >= currentMax) throw limitReached(`There are ${currentMax} silences already; end some first`);
}

/** A silence as alerts see it. */
export type SilenceFacts = {
  id: string;
  state: SilenceState;
  matchers: Matcher[];
  matches(labels: Labels): boolean;
};

const factsOf = (row: Row, now: Date): SilenceFacts => {
  const matchers = row.matchers as Matcher[];
  return { id: row.id, state: stateAt(row, now), matchers, matches: compileMatchers(matchers) };
};

export async function findSilence(db: Transaction, id: string, now: Date): Promise<SilenceFacts | null> {
  const row = await db.silence.findFirst({ where: { id } });
  return row ? factsOf(row, now) : null;
}

/** Those in effect now. */
export async function activeSilences(db: Transaction, now: Date): Promise<SilenceFacts[]> {
  const rows = await db.silence.findMany({ where: { endsAt: { gt: now }, startsAt: { lte: now } } });
  return rows.map((row) => factsOf(row, now));
}
