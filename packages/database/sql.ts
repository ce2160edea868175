import { Prisma } from "./generated/client.ts";

/**
 * Statements that are put together of parts, for filters that people compose. A value becomes a parameter, and only
 * what the code itself wrote becomes text.
 */
export type Sql = Prisma.Sql;
export const sql = Prisma.sql;
export const join = Prisma.join;
