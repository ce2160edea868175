import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { Answer } from "./answer.ts";
import { plainBody, readAll, readable, SQL_BYTES_MAX, UnsupportedEncoding } from "./body.ts";
import type { Engine, RunOptions } from "./engine.ts";
import { EngineError, engineErrorFrom } from "./engine-errors.ts";
import type { FairQueue } from "./fair-queue.ts";
import { forbiddenConstruct } from "./forbidden.ts";
import { isFormatName, isStreamable } from "./formats.ts";
import type { Journal } from "./journal/journal.ts";
import { type Rows, splitRows } from "./journal/rows.ts";
import { substituteParameters } from "./parameters.ts";
import { authenticate, type Call, type Credentials, readCall, readForm } from "./request.ts";
import type { RowFiles } from "./row-files.ts";
import { perInsertSettings, settingsFromUrl } from "./settings.ts";
import { insertFromFile, MultipleStatements, parseStatement, type Statement } from "./statement.ts";

export interface Context {
  engine: Engine;
  queue: FairQueue;
  credentials: Credentials;
  /** Where rows of inserts wait: in the process's working directory, so that names need no path. */
  rowFiles: RowFiles;
  journal: Journal;
}

/** Bytes read from a body before deciding what kind of statement it holds. */
const PEEK_BYTES = 64 * 1024;

/** A result of at most this many rows is built whole. */
const SMALL_ROWS = 5_000;

/** Rows of one insert that the journal takes; more are a batch of their own anyway. */
const JOURNAL_BYTES_MAX = 16 * 1024 * 1024;

/** Statements after which a table may have other columns or another meaning. */
const CHANGES_TABLES = /^\s*(create|alter|drop|undrop|rename|exchange|attach|detach|truncate|replace)\b/i;

interface Prepared {
  statement: Statement;
  /** Rows already read off the body, and where the rest comes from. */
  head: Buffer;
  rest: AsyncIterable<Buffer>;
}

async function* nothing(): AsyncGenerator<Buffer> {}

function parseChecked(sql: string, parameters: ReadonlyMap<string, string>): Statement {
  try {
    const rough = parseStatement(sql);
    const text = substituteParameters(
      rough.kind === "load" ? sql.slice(0, rough.dataAt) : rough.sql,
      parameters,
    );
    const forbidden = forbiddenConstruct(text);
    if (forbidden) {
      throw new EngineError(497, "ACCESS_DENIED", `${forbidden} is not allowed in the embedded engine`);
    }
    return text === sql ? rough : parseStatement(text);
  } catch (error) {
    if (!(error instanceof MultipleStatements)) throw error;
    throw new EngineError(62, "SYNTAX_ERROR", "Syntax error (Multi-statements are not allowed)");
  }
}

/** Finds the statement in URL, form or body, and the rows that may follow it. */
async function prepare(request: IncomingMessage, call: Call): Promise<Prepared> {
  const body: Readable = plainBody(request);
  const contentType = request.headers["content-type"] ?? "";
  if (/^multipart\/form-data/i.test(contentType)) {
    const fields = readForm(await readAll(body, SQL_BYTES_MAX), contentType);
    for (const [name, value] of fields)
      if (name.startsWith("param_")) call.parameters.set(name.slice(6), value);
    const statement = parseChecked(fields.get("query") ?? call.query, call.parameters);
    return { statement, head: Buffer.alloc(0), rest: nothing() };
  }
  if (call.query !== "") {
    const statement = parseChecked(call.query, call.parameters);
    if (statement.kind === "load") {
      const inline = Buffer.from(call.query.slice(parseStatement(call.query).dataAt));
      return { statement, head: inline, rest: body };
    }
    const more = await readAll(body, SQL_BYTES_MAX);
    if (more.length === 0) return { statement, head: more, rest: nothing() };
    return {
      statement: parseChecked(`${call.query}\n${more}`, call.parameters),
      head: Buffer.alloc(0),
      rest: nothing(),
    };
  }
  return prepareFromBody(body, call);
}

async function prepareFromBody(body: AsyncIterable<Buffer>, call: Call): Promise<Prepared> {
  const iterator = body[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  let ended = false;
  while (size < PEEK_BYTES && !ended) {
    const next = await iterator.next();
    if (next.done) ended = true;
    else {
      chunks.push(next.value);
      size += next.value.length;
    }
  }
  const start = Buffer.concat(chunks);
  const rest: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => iterator };
  if (/^\s*(?:--.*\n|\/\*[\s\S]*?\*\/|\s)*insert\b/i.test(start.subarray(0, 4096).toString("latin1"))) {
    const text = start.toString("utf8");
    const rough = roughly(text);
    if (rough?.kind === "load") {
      const statement = parseChecked(text.slice(0, rough.dataAt), call.parameters);
      const dataAt = Buffer.byteLength(text.slice(0, rough.dataAt));
      return { statement, head: start.subarray(dataAt), rest };
    }
  }
  const more = ended ? Buffer.alloc(0) : await readAll(rest, SQL_BYTES_MAX - size);
  const sql = Buffer.concat([start, more]).toString("utf8");
  return { statement: parseChecked(sql, call.parameters), head: Buffer.alloc(0), rest: nothing() };
}

/** The first look at a body that may still go on: anything odd is left to the full parse. */
function roughly(text: string): Statement | undefined {
  try {
    return parseStatement(text);
  } catch {
    return undefined;
  }
}

/** The rows in memory; undefined when they are more than `max`: what was read then stands in `prepared.head`. */
async function gather(prepared: Prepared, max: number): Promise<Rows | undefined> {
  const iterator = readable(prepared.rest)[Symbol.asyncIterator]();
  const pieces = prepared.head.length > 0 ? [prepared.head] : [];
  let bytes = prepared.head.length;
  while (bytes <= max) {
    const next = await iterator.next();
    if (next.done) return { pieces, bytes };
    pieces.push(next.value);
    bytes += next.value.length;
  }
  prepared.head = Buffer.concat(pieces);
  prepared.rest = { [Symbol.asyncIterator]: () => iterator };
  return undefined;
}

async function execute(
  context: Context,
  prepared: Prepared,
  call: Call,
  answer: Answer,
  signal: AbortSignal,
) {
  const { statement } = prepared;
  const { engine, queue } = context;
  const format = statement.kind === "read" ? (statement.format ?? call.defaultFormat) : call.defaultFormat;
  if (!isFormatName(format))
    throw new EngineError(73, "UNKNOWN_FORMAT", `Unknown format ${format.slice(0, 64)}`);
  const options: RunOptions = {
    database: call.database,
    settings: settingsFromUrl(call.url),
    format,
    signal,
  };

  if (statement.kind === "load") {
    const own = perInsertSettings(options.settings);
    if (call.journal && context.journal.takes(statement.sql, statement.format)) {
      const rows = await gather(prepared, JOURNAL_BYTES_MAX);
      if (rows !== undefined) {
        const target = { database: call.database, sql: statement.sql, settings: own.session };
        const token = own.inline.get("insert_deduplication_token");
        await context.journal.appendAll(target, splitRows(rows, call.batches) ?? [{ token, rows }]);
        return answer.whole(format, Buffer.alloc(0), { writtenBytes: rows.bytes });
      }
    }
    const file = await context.rowFiles.write(prepared.head, prepared.rest);
    let finished = false;
    try {
      if (file.bytes === 0) return answer.whole(format, Buffer.alloc(0), {});
      const release = await queue.enter(call.lane, "write", signal);
      try {
        const sql = insertFromFile(statement, file.name, own.inline);
        const result = await engine.run(sql, { ...options, settings: own.session });
        finished = true;
        return answer.whole(format, Buffer.alloc(0), {
          readRows: result.rowsRead,
          readBytes: result.bytesRead,
          writtenRows: result.rowsRead,
          writtenBytes: result.bytesRead,
          elapsedNs: Math.round(result.elapsed * 1e9),
        });
      } finally {
        release();
      }
    } finally {
      await file.release(finished);
    }
  }

  await context.journal.settle(
    statement.sql,
    call.database,
    statement.kind === "write" && CHANGES_TABLES.test(statement.sql),
  );
  const release = await queue.enter(call.lane, statement.kind, signal);
  try {
    // Streaming costs two more trips into the engine, which a screen's small answer need not pay.
    const small = (statement.rowsMax ?? Number.POSITIVE_INFINITY) <= SMALL_ROWS;
    if (statement.kind === "read" && isStreamable(format) && !small)
      return await streamRows(engine, statement, options, answer);
    const result = await engine.run(statement.sql, options, statement.changesSession);
    return answer.whole(format, result.bytes(), {
      readRows: result.rowsRead,
      readBytes: result.bytesRead,
      elapsedNs: Math.round(result.elapsed * 1e9),
    });
  } finally {
    release();
  }
}

/** Small results go out whole with their length; from the second chunk on the answer is a stream. */
async function streamRows(engine: Engine, statement: Statement, options: RunOptions, answer: Answer) {
  const startedAt = performance.now();
  let first: { bytes: Uint8Array; rows: number } | undefined;
  await engine.stream(statement.sql, options, async (bytes, rows) => {
    if (!first) {
      first = { bytes, rows };
      return;
    }
    if (!answer.started) {
      answer.begin(options.format, {});
      await answer.write(first.bytes);
    }
    await answer.write(bytes);
  });
  if (options.signal.aborted) return;
  if (answer.started) return answer.end();
  const elapsedNs = Math.round((performance.now() - startedAt) * 1e6);
  answer.whole(options.format, first?.bytes ?? Buffer.alloc(0), { resultRows: first?.rows ?? 0, elapsedNs });
}

/** Answers one call of ClickHouse's HTTP interface. */
export async function handle(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = new URL(request.url ?? "/", "http://embedded");
  if (target.pathname === "/ping" || target.pathname === "/replicas_status") {
    response.setHeader("Content-Type", "text/plain; charset=UTF-8");
    response.end("Ok.\n");
    return;
  }
  const url = target.searchParams;
  const answer = new Answer(request, response, {
    queryId: url.get("query_id") || randomUUID(),
    version: context.engine.version,
    compress: url.get("enable_http_compression") === "1",
  });
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    authenticate(request, url, context.credentials);
    if (target.pathname === "/journal") {
      response.setHeader("Content-Type", "application/json; charset=UTF-8");
      response.end(JSON.stringify(context.journal.state()));
      return;
    }
    if (target.pathname !== "/") {
      response.statusCode = 404;
      response.end(`There is no handle ${target.pathname}\n`);
      return;
    }
    const call = readCall(request, url);
    const prepared = await prepare(request, call);
    if (prepared.statement.sql.trim() === "") throw new EngineError(62, "SYNTAX_ERROR", "Empty query");
    const readOnly = request.method === "GET" || Number(url.get("readonly") ?? 0) > 0;
    if (readOnly && prepared.statement.kind !== "read") {
      throw new EngineError(164, "READONLY", "Cannot execute query in readonly mode");
    }
    await execute(context, prepared, call, answer, gone.signal);
  } catch (error) {
    if (error instanceof UnsupportedEncoding) {
      response.statusCode = 415;
      response.end(`Unsupported content encoding: ${error.message.slice(0, 32)}\n`);
    } else answer.fail(engineErrorFrom(error));
    if (!request.complete) request.resume();
  }
}
