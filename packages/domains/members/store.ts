import type { Transaction } from "@triops/database/scoped";
import type { Role } from "@triops/kernel/context";
import { notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Work } from "../work.ts";

const withUser = { user: { select: { name: true, email: true, twoFactorEnabled: true } } } as const;

type Stored = {
  id: string;
  userId: string;
  role: string;
  createdAt: Date;
  user: { name: string; email: string; twoFactorEnabled: boolean | null };
};

/** @throws notFound, also for a member of another workspace */
export async function requireMember(db: Transaction, id: string): Promise<Stored> {
  const row = await db.member.findFirst({ where: { id }, include: withUser });
  if (!row) throw notFound("member");
  return row;
}

export const findMembers = (
  db: Transaction,
  query: { orderBy: { id: "desc" }; take: number; where: object },
): Promise<Stored[]> => db.member.findMany({ ...query, include: withUser });

/** A member with the person behind it, as it leaves. */
export const memberView = ({ id, userId, role, createdAt, user }: Stored) => ({
  id,
  userId,
  name: user.name,
  email: user.email,
  role,
  twoFactor: user.twoFactorEnabled ?? false,
  createdAt,
});

/** What the audit log shows of a member. */
export const auditView = ({ id, role, user }: Stored) => ({ id, role, name: user.name, email: user.email });

/** Serialises changes of roles, so that two owners cannot unmake each other at the same moment. */
export async function lockRoles({ db, context }: Work): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`members:${context.workspaceId}`}, 0))`;
}

export async function addMember({ db, context }: Work, userId: string, role: Role): Promise<Stored> {
  const data = { id: newId(), workspaceId: context.workspaceId, userId, role };
  return db.member.create({ data, include: withUser });
}
