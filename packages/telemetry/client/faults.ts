import { ClickHouseError } from "@clickhouse/client";
import { invalid, isTriopsError, limitReached, type TriopsError, unavailable } from "@triops/kernel/errors";

/**
 * ClickHouse codes that mean "not now": overload, memory, read-only, network, too many parts or queries.
 * https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */
const awayCodes = new Set([
  "159", // TIMEOUT_EXCEEDED
  "164", // READONLY
  "173", // CANNOT_ALLOCATE_MEMORY
  "202", // TOO_MANY_SIMULTANEOUS_QUERIES
  "209", // SOCKET_TIMEOUT
  "210", // NETWORK_ERROR
  "236", // ABORTED
  "241", // MEMORY_LIMIT_EXCEEDED
  "242", // TABLE_IS_READ_ONLY
  "243", // NOT_ENOUGH_SPACE
  "252", // TOO_MANY_PARTS
  "319", // UNKNOWN_STATUS_OF_INSERT
  "394", // QUERY_WAS_CANCELLED
  "425", // SYSTEM_ERROR
  "439", // CANNOT_SCHEDULE_TASK
  "745", // SERVER_OVERLOADED
  "999", // KEEPER_EXCEPTION
]);

/** A question that would read or return more than allowed: the caller narrows it. */
const limitCodes = new Set(["158", "307", "396"]); // TOO_MANY_ROWS, TOO_MANY_BYTES, TOO_MANY_ROWS_OR_BYTES

const regularExpressionCode = "427"; // CANNOT_COMPILE_REGEXP

/** True when the same statement may succeed later; statements with the same token may be repeated. */
export function isAway(error: unknown): boolean {
  if (error instanceof ClickHouseError) return awayCodes.has(error.code);
  if (isTriopsError(error)) return error.code === "unavailable";
  // Anything that is not an answer of ClickHouse is a broken or refused connection.
  return error instanceof Error && !(error instanceof TypeError);
}

/** Callers never see ClickHouse's own words: they may quote the statement. */
export function toFault(name: string, error: unknown): TriopsError | Error {
  if (isTriopsError(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof ClickHouseError ? error.code : undefined;
  if (code !== undefined && limitCodes.has(code)) {
    return limitReached("This question covers too much data; choose a shorter time or narrower filters");
  }
  if (code === regularExpressionCode) return invalid("A regular expression is not valid (RE2 syntax)");
  if (isAway(error))
    return unavailable("The telemetry store is not available", { internal: text, cause: error });
  return new Error(`Telemetry statement ${name} failed: ${text}`, { cause: error });
}
