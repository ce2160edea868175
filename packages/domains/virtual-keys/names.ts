import type { Transaction } from "@triops/database/scoped";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What people call these virtual keys, ended ones too; ids that are none of this workspace's are left out. */
export async function namesOfVirtualKeys(
  db: Transaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.virtualKey.findMany({
    where: { id: { in: ids.filter((id) => uuid.test(id)) } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function namesOfTeams(db: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.team.findMany({
    where: { id: { in: ids.filter((id) => uuid.test(id)) } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
