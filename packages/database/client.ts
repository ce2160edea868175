import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

export type { Prisma } from "./generated/client.ts";
/** Writes NULL to a column of JSON, where a null of JavaScript could mean either. */
export const nullJson = Prisma.DbNull;
export type Database = PrismaClient;

/** Pool settings live with `pg`, not in the URL; limits stop a stuck statement from holding a connection. */
const pool = {
  max: 10,
  connectionTimeoutMillis: 3_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 10_000,
  // The server's own limit says nothing when the server is frozen or the network swallows packets.
  query_timeout: 12_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 15_000,
};

/** A client over all workspaces: for jobs that sweep them and for signing in. Verbs get a scoped one. */
export function createDatabase(url: string, poolMax = pool.max): Database {
  const adapter = new PrismaPg({ connectionString: url, ...pool, max: poolMax });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 2_000, timeout: 5_000 } });
}
