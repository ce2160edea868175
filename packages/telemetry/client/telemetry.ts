import { setImmediate as yieldToOthers } from "node:timers/promises";
import { type ClickHouseClient, type ClickHouseSettings, createClient } from "@clickhouse/client";
import type { Logger } from "@triops/kernel/logger";
import type { z } from "zod";
import { type BinaryAnswer, readBinary } from "./binary-answer.ts";
import { toFault } from "./faults.ts";
import { type BinaryInsert, insertBinary, insertRows, type RowInsert } from "./insert.ts";
import { checkQuestion, type Param, type Window } from "./question.ts";
import { administerSettings, memorySettings, querySettings } from "./settings.ts";

export type { BinaryInsert, RowInsert } from "./insert.ts";
export type { Param, Window } from "./question.ts";

/** A named question about one workspace and one stretch of time. Both are bound as parameters. */
export type Question<Row> = {
  /** Stands in the statement's log comment, so that a slow one is found by name. */
  name: string;
  /** Must use {workspaceId:UUID}, {fromMs:Int64} and {toMs:Int64}. */
  sql: string;
  params?: Record<string, Param>;
  row: z.ZodType<Row>;
  workspaceId: string;
  window: Window;
  /** Seconds after which ClickHouse gives up; 10 by default. */
  timeoutSeconds?: number;
};

/** A question whose answer is large: read in a binary format, as it arrives. */
export type BinaryQuestion = Omit<Question<never>, "row"> &
  Pick<BinaryAnswer, "consume" | "format"> & {
    /** Stops the question early. */
    signal?: AbortSignal;
    /** Memory ClickHouse may use for it; a gigabyte by default. */
    memoryBytesMax?: number;
  };

/** A statement across workspaces: rollups, migrations, health. Never reachable from a request's own text. */
export type Administration<Row> = Omit<Question<Row>, "workspaceId" | "window">;

export type Telemetry = {
  /** @throws unavailable, limitReached */
  query<Row>(question: Question<Row>): Promise<Row[]>;
  /** @throws unavailable, limitReached */
  queryBinary(question: BinaryQuestion): Promise<void>;
  administer<Row>(administration: Administration<Row>): Promise<Row[]>;
  /** A statement without an answer. @throws unavailable */
  command(statement: {
    name: string;
    sql: string;
    params?: Record<string, Param>;
    timeoutSeconds?: number;
  }): Promise<void>;
  /** Returns when the rows are on disk. @throws unavailable once the deadline has passed */
  insertBinary(insert: BinaryInsert): Promise<void>;
  insertRows(insert: RowInsert): Promise<void>;
  /** Milliseconds until ClickHouse answered. @throws unavailable */
  ping(): Promise<number>;
  close(): Promise<void>;
};

export type TelemetryOptions = {
  /** http://user:password@host:port/database */
  url: string;
  log: Logger;
  /** Parallel HTTP connections; 10 by default. */
  connectionsMax?: number;
};

const timeoutSecondsDefault = 10;
/** Rows checked in one go, some milliseconds: an answer of many thousands must not make the process deaf. */
const rowsPerTurn = 1_000;

/** A little longer than ClickHouse's own limit, for one that does not answer at all. */
const giveUp = (timeoutSeconds: number | undefined) =>
  AbortSignal.timeout(((timeoutSeconds ?? timeoutSecondsDefault) + 3) * 1_000);

/** Connects lazily; nothing is sent before the first statement. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const client = createClient({
    url: options.url,
    application: "triops",
    max_open_connections: options.connectionsMax ?? 10,
    // Longer than any limit of a single statement.
    request_timeout: 660_000,
    compression: { request: false, response: false },
    keep_alive: { enabled: true, idle_socket_ttl: 2_500 },
    log: { level: 127 }, // OFF: its lines may quote statements; ours are logged by name
  });

  return {
    async query(question) {
      return ask(client, question, scopeOf(question), querySettings);
    },
    async queryBinary(question) {
      const params = scopeOf(question);
      const limit = giveUp(question.timeoutSeconds);
      try {
        await readBinary(client, {
          query: question.sql,
          ...(question.format === undefined ? {} : { format: question.format }),
          params,
          settings: {
            ...querySettings,
            ...memorySettings(question.memoryBytesMax),
            max_execution_time: question.timeoutSeconds ?? timeoutSecondsDefault,
            log_comment: question.name,
          },
          signal: question.signal ? AbortSignal.any([limit, question.signal]) : limit,
          consume: question.consume,
        });
      } catch (error) {
        throw toFault(question.name, error);
      }
    },
    administer: (administration) =>
      ask(client, administration, administration.params ?? {}, administerSettings),
    async command(statement) {
      try {
        await client.command({
          query: statement.sql,
          query_params: statement.params ?? {},
          abort_signal: giveUp(statement.timeoutSeconds),
          clickhouse_settings: {
            ...administerSettings,
            max_execution_time: statement.timeoutSeconds ?? timeoutSecondsDefault,
            log_comment: statement.name,
          },
        });
      } catch (error) {
        throw toFault(statement.name, error);
      }
    },
    insertBinary: (insert) => insertBinary(client, options.log, insert),
    insertRows: (insert) => insertRows(client, options.log, insert),
    async ping() {
      const started = performance.now();
      const result = await client.ping({ select: false, abort_signal: AbortSignal.timeout(3_000) });
      if (!result.success) throw toFault("ping", result.error);
      return performance.now() - started;
    },
    close: () => client.close(),
  };
}

/** The bound scope of a question. @throws Error when its text does not use it */
function scopeOf(question: Omit<Question<never>, "row">): Record<string, Param> {
  checkQuestion(question.name, question.sql, question.window);
  return {
    ...question.params,
    workspaceId: question.workspaceId,
    fromMs: question.window.from.getTime(),
    toMs: question.window.to.getTime(),
  };
}

async function ask<Row>(
  client: ClickHouseClient,
  question: Administration<Row>,
  params: Record<string, Param>,
  settings: ClickHouseSettings,
): Promise<Row[]> {
  let rows: unknown[];
  try {
    const result = await client.query({
      query: question.sql,
      format: "JSONEachRow",
      query_params: params,
      abort_signal: giveUp(question.timeoutSeconds),
      clickhouse_settings: {
        ...settings,
        max_execution_time: question.timeoutSeconds ?? timeoutSecondsDefault,
        log_comment: question.name,
      },
    });
    rows = await result.json<unknown>();
  } catch (error) {
    throw toFault(question.name, error);
  }
  const checked: Row[] = [];
  for (const row of rows) {
    const parsed = question.row.safeParse(row);
    if (!parsed.success) {
      throw new Error(`Telemetry question ${question.name} got an unexpected row: ${parsed.error.message}`);
    }
    checked.push(parsed.data);
    if (checked.length % rowsPerTurn === 0) await yieldToOthers();
  }
  return checked;
}
