import type { Database, Prisma } from "@triops/database/client";
import type { Context } from "@triops/kernel/context";
import { notFound } from "@triops/kernel/errors";

export type Row = Prisma.DeadJobGetPayload<object>;

/** Whether this is the workspace that watches the installation: its administrators also see system jobs. */
export async function isOperator(database: Database, { workspaceId }: Context): Promise<boolean> {
  const row = await database.workspace.findUnique({
    where: { id: workspaceId },
    select: { operator: true },
  });
  return row?.operator ?? false;
}

/** Which dead jobs this caller sees. They are read unscoped, because system jobs belong to no workspace. */
export async function visible(database: Database, context: Context): Promise<Prisma.DeadJobWhereInput> {
  const own = { workspaceId: context.workspaceId };
  return (await isOperator(database, context)) ? { OR: [own, { workspaceId: null }] } : own;
}

/** @throws notFound, also for a job of another workspace */
export async function requireDead(database: Database, context: Context, id: string): Promise<Row> {
  const row = await database.deadJob.findFirst({
    where: { AND: [{ id }, await visible(database, context)] },
  });
  if (!row) throw notFound("job");
  return row;
}

export const deadJobView = (row: Row) => ({ ...row, system: row.workspaceId === null });

export const auditView = ({ id, queue, jobId, reason, attempts }: Row) => ({
  id,
  queue,
  jobId,
  reason,
  attempts,
});
