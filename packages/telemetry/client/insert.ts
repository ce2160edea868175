import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Logger } from "@triops/kernel/logger";
import { isAway, toFault } from "./faults.ts";
import { insertSettings } from "./settings.ts";

type Insert = {
  table: string;
  /**
   * Names this batch. A retry sends the same bytes with the same token and counts once, as long as it falls into
   * the table's deduplication window (1,000 inserts).
   */
  token: string;
  /** How long an unreachable store is waited for, in milliseconds; 5,000 by default. */
  waitMsMax?: number;
};

export type BinaryInsert = Insert & {
  columns: readonly string[];
  body: readonly Buffer[];
  /** Stretches of the body with names of their own: the embedded engine counts rows of each name once. */
  parts?: readonly { token: string; bytes: number }[];
};
export type RowInsert = Insert & { rows: readonly Record<string, unknown>[] };

const waitMsMaxDefault = 5_000;
/** An insert that has not answered by then is taken for lost: the same bytes go out again under the same token. */
const attemptMsMax = 10_000;
/** The same for a caller that waits shortly because the store is known to be away: it may hang rather than refuse. */
const attemptMsMaxAway = 4_000;
const attemptMs = ({ waitMsMax = waitMsMaxDefault }: Insert) =>
  waitMsMax < attemptMsMaxAway ? attemptMsMaxAway : attemptMsMax;
/** Clients whose server said that it is the embedded one. */
const embedded = new WeakSet<ClickHouseClient>();
const embeddedName = "triops-embedded";
/** Parts named to a server that is not known yet: proxies before one may take 8 KB of a header and no more. */
const partsMaxUnknown = 80;

/**
 * The embedded engine may acknowledge these rows from its insert journal, which outlives its process and is read with
 * the table. A ClickHouse server does not know the headers and acknowledges a part on its disk.
 */
function journalHeaders(client: ClickHouseClient, { parts = [] }: BinaryInsert): Record<string, string> {
  if (parts.length === 0 || (parts.length > partsMaxUnknown && !embedded.has(client)))
    return { "x-triops-journal": "1" };
  const batches = parts.map(({ token, bytes }) => `${token}:${bytes}`).join(",");
  return { "x-triops-journal": "1", "x-triops-batches": batches };
}
const identifier = /^[a-z][a-z0-9_]*$/;

/** @throws unavailable when the store stayed away until the deadline: the rows may or may not be stored */
export async function insertBinary(
  client: ClickHouseClient,
  log: Logger,
  insert: BinaryInsert,
): Promise<void> {
  if (insert.body.length === 0) return;
  for (const name of [insert.table, ...insert.columns]) {
    if (!identifier.test(name)) throw new Error(`Not a table or column name: ${name}`);
  }
  const sql = `INSERT INTO ${insert.table} (${insert.columns.join(",")}) FORMAT RowBinary`;
  await repeat(log, insert, async () => {
    const result = await client.exec({
      query: sql,
      values: Readable.from(insert.body, { objectMode: false }),
      clickhouse_settings: settingsFor(insert),
      http_headers: journalHeaders(client, insert),
      abort_signal: AbortSignal.timeout(attemptMs(insert)),
    });
    // The connection is free again, and the insert known to be done, only when the answer was read.
    for await (const _ of result.stream);
    const server = result.response_headers["x-clickhouse-server-display-name"];
    if (server === embeddedName) embedded.add(client);
  });
}

export async function insertRows(client: ClickHouseClient, log: Logger, insert: RowInsert): Promise<void> {
  if (insert.rows.length === 0) return;
  await repeat(log, insert, async () => {
    await client.insert({
      table: insert.table,
      values: [...insert.rows],
      format: "JSONEachRow",
      clickhouse_settings: settingsFor(insert),
      abort_signal: AbortSignal.timeout(attemptMs(insert)),
    });
  });
}

const settingsFor = (insert: Insert) => ({
  ...insertSettings,
  insert_deduplication_token: insert.token,
  log_comment: `insert ${insert.table}`,
});

async function repeat(log: Logger, insert: Insert, run: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + (insert.waitMsMax ?? waitMsMaxDefault);
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const pauseMs = Math.min(50 * 2 ** (attempt - 1), 1_000) * (0.75 + Math.random() / 2);
      if (!isAway(error) || Date.now() + pauseMs > deadline) throw toFault(`insert ${insert.table}`, error);
      log.warn(
        { table: insert.table, attempt, err: error },
        "insert failed; trying again with the same token",
      );
      await sleep(pauseMs);
    }
  }
}
