import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { redisPrefix } from "@triops/kernel/redis";

export type RunRow = Prisma.PromptRunGetPayload<object>;
export type SessionRow = Prisma.PlaygroundSessionGetPayload<object>;

/** As it leaves: money as a decimal text. */
export const presentRun = (row: RunRow) => ({ ...row, costUsd: row.costUsd?.toFixed() ?? null });

/** @throws notFound, also for a run of another workspace */
export async function requireRun(db: Transaction, id: string): Promise<RunRow> {
  const row = await db.promptRun.findFirst({ where: { id } });
  if (!row) throw notFound("prompt run");
  return row;
}

/** @throws notFound */
export async function requireSession(db: Transaction, id: string): Promise<SessionRow> {
  const row = await db.playgroundSession.findFirst({ where: { id } });
  if (!row) throw notFound("playground session");
  return row;
}

/** What the audit log shows: never what was said. */
export const auditSession = ({ name, revision }: SessionRow) => ({ name, revision });

/** Redis channel on which the processes that run something hear which runs to stop. */
export const stopChannel = (workspaceId: string): string => `${redisPrefix}:prompt-runs:stop:${workspaceId}`;
