import { randomInt } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createGzip, type Gzip } from "node:zlib";
import { type EngineError, httpStatusOf } from "./engine-errors.ts";
import { contentTypeOf } from "./formats.ts";

export interface Summary {
  readRows: number;
  readBytes: number;
  writtenRows: number;
  writtenBytes: number;
  resultRows: number;
  elapsedNs: number;
}

const NO_ROWS: Summary = {
  readRows: 0,
  readBytes: 0,
  writtenRows: 0,
  writtenBytes: 0,
  resultRows: 0,
  elapsedNs: 0,
};

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const randomTag = () => Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/** One response of the HTTP interface: headers as a ClickHouse server sets them, gzip when the client asked. */
export class Answer {
  readonly #response: ServerResponse;
  readonly #version: string;
  readonly #wantsGzip: boolean;
  #gzip: Gzip | undefined;
  #tag = "";

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    options: { queryId: string; version: string; compress: boolean },
  ) {
    this.#response = response;
    this.#version = options.version;
    this.#wantsGzip =
      options.compress && /\bgzip\b/.test(request.headers["accept-encoding"]?.toString() ?? "");
    response.setHeader("X-ClickHouse-Query-Id", options.queryId);
    response.setHeader("X-ClickHouse-Timezone", "UTC");
    response.setHeader("X-ClickHouse-Server-Display-Name", "triops-embedded");
  }

  get started(): boolean {
    return this.#response.headersSent;
  }

  #head(format: string, summary: Summary): void {
    this.#response.setHeader("Content-Type", contentTypeOf(format));
    this.#response.setHeader("X-ClickHouse-Format", format);
    this.#response.setHeader(
      "X-ClickHouse-Summary",
      JSON.stringify({
        read_rows: String(summary.readRows),
        read_bytes: String(summary.readBytes),
        written_rows: String(summary.writtenRows),
        written_bytes: String(summary.writtenBytes),
        total_rows_to_read: "0",
        result_rows: String(summary.resultRows),
        result_bytes: "0",
        elapsed_ns: String(summary.elapsedNs),
      }),
    );
  }

  /** A result that is known as a whole. */
  whole(format: string, body: Uint8Array, summary: Partial<Summary>): void {
    this.#head(format, { ...NO_ROWS, ...summary });
    if (this.#wantsGzip && body.length > 0) {
      this.#response.setHeader("Content-Encoding", "gzip");
      const gzip = createGzip({ level: 1 });
      gzip.pipe(this.#response);
      gzip.end(body);
      return;
    }
    this.#response.setHeader("Content-Length", body.length);
    this.#response.end(body);
  }

  /** Begins a result of unknown length. */
  begin(format: string, summary: Partial<Summary>): void {
    this.#head(format, { ...NO_ROWS, ...summary });
    this.#tag = randomTag();
    this.#response.setHeader("X-ClickHouse-Exception-Tag", this.#tag);
    if (!this.#wantsGzip) return;
    this.#response.setHeader("Content-Encoding", "gzip");
    this.#gzip = createGzip({ level: 1 });
    this.#gzip.pipe(this.#response);
  }

  /** Waits while the reader is slow; returns at once when it has gone away. */
  async write(bytes: Uint8Array): Promise<void> {
    const out = this.#gzip ?? this.#response;
    if (this.#response.destroyed || out.write(bytes)) return;
    const done = new AbortController();
    const either = (emitter: Gzip | ServerResponse, event: string) =>
      once(emitter, event, { signal: done.signal }).catch(() => {});
    await Promise.race([either(out, "drain"), either(this.#response, "close")]);
    done.abort();
  }

  end(): void {
    (this.#gzip ?? this.#response).end();
  }

  /** Before the first byte an error has its own status; after it, ClickHouse's marked block ends the stream. */
  fail(error: EngineError): void {
    const text = error.toText(this.#version);
    if (!this.started) {
      this.#response.statusCode = httpStatusOf(error);
      this.#response.setHeader("X-ClickHouse-Exception-Code", error.code);
      this.#response.setHeader("Content-Type", "text/plain; charset=UTF-8");
      if (this.#response.statusCode === 503) this.#response.setHeader("Retry-After", "1");
      this.#response.end(text);
      return;
    }
    const length = Buffer.byteLength(text);
    const block = `\r\n__exception__\r\n${this.#tag}\r\n${text}${length} ${this.#tag}\r\n__exception__\r\n`;
    const socket = this.#response.socket;
    if (this.#gzip) {
      this.#gzip.end(block);
      return;
    }
    // Closed without the last chunk mark, so that a reader which ignores the block still sees a broken answer.
    this.#response.write(block, () => socket?.end());
  }
}
