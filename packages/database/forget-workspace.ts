import type { Database } from "./client.ts";
import { Prisma } from "./generated/client.ts";

type Deletes = { deleteMany(args: { where: { workspaceId: string } }): Promise<{ count: number }> };

/** Deletes a workspace and every row of it, its audit log included. People keep their accounts. */
export async function forgetWorkspace(database: Database, workspaceId: string): Promise<void> {
  const fields = Prisma as unknown as Record<string, Record<string, string> | undefined>;
  const models = Object.values(Prisma.ModelName).filter(
    (model) => fields[`${model}ScalarFieldEnum`]?.workspaceId !== undefined,
  );
  // Rows that refer to others go with them (cascade), so that the order does not matter.
  for (const model of models) {
    const table = `${model.charAt(0).toLowerCase()}${model.slice(1)}`;
    await (database as unknown as Record<string, Deletes>)[table]?.deleteMany({ where: { workspaceId } });
  }
  await database.workspace.deleteMany({ where: { id: workspaceId } });
}
