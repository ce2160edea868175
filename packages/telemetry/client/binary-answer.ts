import type { Readable } from "node:stream";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { ClickHouseError } from "@clickhouse/client";

/** Chunks are handed on in pieces of at least this size: rows are rarely cut then. */
const pieceBytesMin = 1 << 20;

export type BinaryAnswer = {
  query: string;
  /** RowBinary by default; Native gives whole columns, block by block. */
  format?: "RowBinary" | "Native";
  params: Record<string, unknown>;
  settings: ClickHouseSettings;
  signal: AbortSignal;
  /**
   * Takes whole rows or blocks from the front of the bytes and returns how many bytes they were; the rest comes again, with
   * more behind it.
   */
  consume(bytes: Buffer): number | Promise<number>;
};

/** Reads an answer as it arrives. @throws ClickHouseError, also for one that breaks off half way */
export async function readBinary(client: ClickHouseClient, answer: BinaryAnswer): Promise<void> {
  const result = await client.exec({
    query: `${answer.query} FORMAT ${answer.format ?? "RowBinary"}`,
    query_params: answer.params,
    abort_signal: answer.signal,
    clickhouse_settings: answer.settings,
  });
  const tag = String(result.response_headers["x-clickhouse-exception-tag"] ?? "");
  let rest: Buffer = Buffer.alloc(0);
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const take = async () => {
    const bytes = Buffer.concat([rest, ...waiting]);
    waiting = [];
    waitingBytes = 0;
    refuseBroken(bytes, tag);
    rest = bytes.subarray(await answer.consume(bytes));
  };
  for await (const chunk of result.stream as Readable) {
    waiting.push(chunk as Buffer);
    waitingBytes += (chunk as Buffer).length;
    // A row that is longer than a piece would be copied again with every chunk.
    if (waitingBytes >= Math.max(pieceBytesMin, rest.length)) await take();
  }
  await take();
  if (rest.length > 0) throw new Error("A binary answer ended inside a row");
}

/** Once its answer has begun, ClickHouse can report an error only in a marked block at the end of it. */
function refuseBroken(bytes: Buffer, tag: string): void {
  if (tag === "") return;
  const marker = bytes.lastIndexOf(`\r\n__exception__\r\n${tag}\r\n`);
  if (marker < 0) return;
  const text = bytes.subarray(marker).toString("utf8");
  throw new ClickHouseError({ message: text, code: /Code: (\d+)/.exec(text)?.[1] ?? "0", type: "UNKNOWN" });
}
