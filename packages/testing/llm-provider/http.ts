import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour } from "./behaviour.ts";

/** A refusal in the terms of whichever wire format was spoken. */
export class Refusal extends Error {
  readonly status: number;
  readonly param: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    message: string,
    param: string | null = null,
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.status = status;
    this.param = param;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One request on its way to an answer. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  behaviour: Behaviour;
  /** aborts when the caller goes away */
  gone: AbortSignal;
  /** the connection was dropped here, on purpose */
  dropped: boolean;
};

function drop(exchange: Exchange): void {
  exchange.dropped = true;
  exchange.response.destroy();
}

const bodyBytesMax = 32 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytesMax) throw new Refusal(413, "The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  const { response, behaviour } = exchange;
  const text = behaviour.malformed && status === 200 ? "<html>Bad gateway</html>" : JSON.stringify(value);
  const body = Buffer.from(text);
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length });
  if (status !== 200 || behaviour.cutAfter === null) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => drop(exchange));
}

/** One server-sent event; `counts` marks those that bring a piece of the answer. */
export type StreamEvent = { event?: string; data: unknown; counts?: boolean };

/** Streams events with the pauses and faults that were asked for. Returns early when the caller goes away. */
export async function sendStream(
  exchange: Exchange,
  events: Iterable<StreamEvent>,
  failure: StreamEvent,
): Promise<void> {
  const { response, behaviour, gone } = exchange;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    connection: "keep-alive",
  });
  let pieces = 0;
  for (const { event, data, counts } of events) {
    if (counts) {
      if (behaviour.cutAfter !== null && pieces >= behaviour.cutAfter) {
        // In the midst of an event, once all before it is on its way.
        const half = formatted(event, data).slice(0, 20);
        response.write(half, () => drop(exchange));
        return;
      }
      if (behaviour.hangAfter !== null && pieces >= behaviour.hangAfter) return await untilGone(gone);
      if (behaviour.failAfter !== null && pieces >= behaviour.failAfter) {
        response.end(formatted(failure.event, failure.data));
        return;
      }
      pieces++;
      if (behaviour.chunkMs > 0) await sleep(behaviour.chunkMs, undefined, { signal: gone });
    }
    if (!response.write(formatted(event, data))) await drained(exchange);
  }
  response.end();
}

function formatted(event: string | undefined, data: unknown): string {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${text}\n\n`;
}

const drained = ({ response, gone }: Exchange): Promise<void> =>
  new Promise((resolve) => {
    response.once("drain", resolve);
    gone.addEventListener("abort", () => resolve(), { once: true });
  });

export const untilGone = (gone: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (gone.aborted) resolve();
    else gone.addEventListener("abort", () => resolve(), { once: true });
  });
