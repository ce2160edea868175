import { setTimeout as sleep } from "node:timers/promises";
import { conflict, invalid, unavailable } from "@triops/kernel/errors";
import { Prisma } from "./generated/client.ts";
import type { ScopedDatabase, Transaction } from "./scoped.ts";

const attemptsMax = 5;

/** Prisma's "write conflict", Postgres's serialization failure and deadlock: running again may succeed. */
const retryable = new Set(["P2034", "40001", "40P01"]);
/** Pool or server not reachable in time. */
const away = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "ECONNREFUSED",
  "ECONNRESET",
]);

/**
 * Runs `work` in one transaction, again when the database asks for it, so `work` must be free of effects
 * outside the transaction.
 * @throws conflict for a unique key already taken, invalid for text that Postgres cannot hold, unavailable when the
 * database cannot be reached
 */
export async function transaction<T>(
  database: ScopedDatabase,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.$transaction((tx) => work(tx));
    } catch (error) {
      const code = errorCode(error);
      if (code && retryable.has(code) && attempt < attemptsMax) {
        await sleep(Math.random() * 25 * 2 ** attempt);
        continue;
      }
      throw translateDatabaseError(error);
    }
  }
}

/** Turns what the driver throws into an error a caller can act upon; anything unknown passes unchanged. */
export function translateDatabaseError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === "P2002") return conflict("This already exists");
  if (code && away.has(code)) {
    return unavailable("The database is not available", { internal: String(error), cause: error });
  }
  if (error instanceof Prisma.PrismaClientInitializationError) {
    return unavailable("The database is not available", { internal: error.message, cause: error });
  }
  const text = error instanceof Error ? error.message : "";
  // Zero characters, in texts and in JSON: the caller's, since nothing of ours writes one.
  if (/invalid byte sequence for encoding|unsupported Unicode escape sequence/.test(text)) {
    return invalid("Some text holds a character that cannot be kept");
  }
  if (
    /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Can't reach database/.test(
      text,
    )
  ) {
    return unavailable("The database is not available", { internal: text, cause: error });
  }
  return error;
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? errorCode(error.cause) : undefined;
}
