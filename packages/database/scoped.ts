import type { Database } from "./client.ts";
import type { Prisma } from "./generated/client.ts";

/** Models of one workspace; the identity tables and the workspace itself are not among them. */
const unscoped = new Set(["User", "Session", "Account", "Verification", "TwoFactor", "Workspace"]);

const whereOperations = new Set([
  "findUnique",
  "findUniqueOrThrow",
  "findFirst",
  "findFirstOrThrow",
  "findMany",
  "count",
  "aggregate",
  "groupBy",
  "update",
  "updateMany",
  "updateManyAndReturn",
  "delete",
  "deleteMany",
  "upsert",
]);

/**
 * The same client, seeing one workspace: every condition gains the workspace's id, every new row is given it.
 * A verb cannot forget to ask, because it has no other client. Nested writes of other models are not covered,
 * so verbs write each table by itself.
 */
export function scopeToWorkspace(database: Database, workspaceId: string): ScopedDatabase {
  return database.$extends({
    name: "workspace",
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          if (unscoped.has(model)) return query(args);
          return query(addWorkspace(operation, args, workspaceId) as typeof args);
        },
      },
    },
  }) as unknown as ScopedDatabase;
}

export type ScopedDatabase = Omit<Database, "$extends" | "$on">;
/** A scoped client inside a transaction. */
export type Transaction = Prisma.TransactionClient;

type Args = { where?: object; data?: object | object[]; create?: object };

function addWorkspace(operation: string, args: unknown, workspaceId: string): Args {
  const given = (args ?? {}) as Args;
  const scoped: Args = { ...given };
  if (whereOperations.has(operation)) scoped.where = { ...given.where, workspaceId };
  if (operation === "create") scoped.data = { ...given.data, workspaceId };
  if (operation === "createMany" || operation === "createManyAndReturn") {
    const rows = Array.isArray(given.data) ? given.data : [given.data ?? {}];
    scoped.data = rows.map((row) => ({ ...row, workspaceId }));
  }
  if (operation === "upsert") scoped.create = { ...given.create, workspaceId };
  return scoped;
}
