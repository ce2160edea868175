import type { FastifyReply, FastifyRequest } from "fastify";

/** Where an answer goes. */
export type Sink = {
  /** Aborts when the caller goes away before the answer's end. */
  gone: AbortSignal;
  answer(status: number, headers: Readonly<Record<string, string>>, body: string): void;
  /** A stream of events begins; headers cannot follow. */
  begin(headers: Readonly<Record<string, string>>): void;
  /** Settles when there is room for more. */
  write(bytes: Buffer | string): Promise<void> | undefined;
  end(bytes?: Buffer | string): void;
  /** Whether a stream tells what it cost, in an event `triops` before its last. */
  tellsCost?: boolean;
};

/** @param known headers of every answer of this call */
export function sinkTo(
  request: FastifyRequest,
  reply: FastifyReply,
  known: Readonly<Record<string, string>>,
): Sink {
  const { raw } = reply;
  // A model may think for longer than a quiet connection is kept; the route's own limit of time ends the call.
  raw.setTimeout(0);
  const gone = new AbortController();
  raw.on("close", () => {
    if (!raw.writableFinished) gone.abort();
  });
  if (request.raw.destroyed && !request.raw.complete) gone.abort();
  return {
    gone: gone.signal,
    answer(status, headers, body) {
      raw.writeHead(status, {
        ...known,
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
      });
      reply.hijack();
      // Head and text go out in one write.
      raw.end(body);
    },
    begin(headers) {
      raw.writeHead(200, {
        ...known,
        ...headers,
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
        // Proxies of the nginx kind would gather the stream.
        "x-accel-buffering": "no",
      });
      // Last: what fails before can still be told.
      reply.hijack();
    },
    write(bytes) {
      if (raw.destroyed || raw.write(bytes)) return undefined;
      return new Promise((resolve) => {
        const done = () => {
          raw.off("drain", done);
          raw.off("close", done);
          resolve();
        };
        raw.on("drain", done).on("close", done);
      });
    },
    end(bytes) {
      if (bytes === undefined) raw.end();
      else raw.end(bytes);
    },
  };
}
