import type { Transaction } from "@triops/database/scoped";

/** What people call these routes; ids that are none of this workspace's are left out. */
export async function namesOfRoutes(db: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.llmRoute.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
