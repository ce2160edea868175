import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createGunzip, gunzip } from "node:zlib";
import { isTriopsError, unavailable } from "@triops/kernel/errors";
import { Agent, type Dispatcher } from "undici";
import { parseCidrs } from "./addresses.ts";
import { checkUrl, guardedConnector } from "./request.ts";

/** What only the operator may set, by environment. */
export type PoolPolicy = {
  allowedCidrs?: readonly string[];
  /** Name resolution; tests give their own. */
  lookup?: LookupFunction;
};

export type PooledRequest = {
  url: string;
  method: "GET" | "POST";
  /** Names in small letters. */
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Ends the exchange at any point; the limit of time is the caller's. */
  signal: AbortSignal;
};

/** As it comes. Who opened it reads it to the end or destroys it. */
export type PooledReply = {
  status: number;
  header(name: string): string | undefined;
  body: Readable;
};

/** Read to its end. */
export type WholeReply = Omit<PooledReply, "body"> & { bytes: Buffer };

export type EgressPool = {
  /**
   * A reply as a whole. Without a stream in between it takes half the processor time of `open`.
   * @param bytesMax for a status; what is longer ends the exchange
   * @throws as `open`; TooLarge
   */
  ask(request: PooledRequest, bytesMax: (status: number) => number): Promise<WholeReply>;
  /**
   * @throws invalid when policy refuses the address
   * @throws unavailable when the other side cannot be reached; the signal's reason when it was aborted
   */
  open(request: PooledRequest): Promise<PooledReply>;
  close(): Promise<void>;
};

/** The reply is longer than was allowed. */
export class TooLarge extends Error {
  /** What the beginning said: a refusal is one, however long. */
  readonly reply: Omit<PooledReply, "body">;

  constructor(bytesMax: number, reply: Omit<PooledReply, "body">) {
    super(`The reply is larger than ${bytesMax} bytes`);
    this.reply = reply;
  }
}

/** Connections to one origin; more calls wait for one. */
const connectionsMax = 1_024;
/** Less than what servers usually allow, so that a connection is not used while the other side closes it. */
const idleMs = 4_000;
const addressesMax = 1_000;

/**
 * The way out for calls that are many and long: connections stay open between them, replies are streams. The same
 * guard as `createEgress`: every dial checks the addresses it uses, redirects are returned, nothing but http and https.
 */
export function createEgressPool(policy: PoolPolicy = {}): EgressPool {
  const cidrs = parseCidrs(policy.allowedCidrs ?? []);
  const agent = new Agent({
    connect: guardedConnector(cidrs, policy.lookup ?? systemLookup, {}),
    connections: connectionsMax,
    keepAliveTimeout: idleMs,
    // The caller's signal is the limit.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32 * 1024,
    pipelining: 1,
    allowH2: false,
  });
  // What policy says of an address does not change: each is read and checked once. Dials are checked every time.
  const checked = new Map<string, { origin: string; path: string }>();
  const placeOf = (text: string) => {
    const known = checked.get(text);
    if (known) return known;
    const { origin, pathname, search } = checkUrl(text, cidrs, null);
    const place = { origin, path: `${pathname}${search}` };
    if (checked.size >= addressesMax) checked.clear();
    checked.set(text, place);
    return place;
  };
  const asked = ({ url, method, headers, body }: PooledRequest) => ({
    ...placeOf(url),
    method,
    headers: { "user-agent": "triops", ...headers, "accept-encoding": "identity" },
    body: body ?? null,
  });
  return {
    async ask(request, bytesMax) {
      const { signal } = request;
      const what = asked(request);
      try {
        return await whole(agent, what, signal, bytesMax);
      } catch (error) {
        if (error instanceof TooLarge) throw error;
        throw describe(error, what.origin, signal);
      }
    },
    async open(request) {
      const { signal } = request;
      const what = asked(request);
      try {
        const reply = await agent.request({ ...what, signal });
        return {
          status: reply.statusCode,
          header: headerIn(reply.headers),
          body: decoded(reply.body, String(reply.headers["content-encoding"] ?? "identity")),
        };
      } catch (error) {
        throw describe(error, what.origin, signal);
      }
    },
    close: () => agent.destroy(),
  };
}

const headerIn =
  (headers: NodeJS.Dict<string | string[]>) =>
  (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };

function whole(
  agent: Agent,
  what: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  bytesMax: (status: number) => number,
): Promise<WholeReply> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const chunks: Buffer[] = [];
    let [status, bytes, allowed] = [0, 0, 0];
    let header: WholeReply["header"] = () => undefined;
    let end: Dispatcher.DispatchController | null = null;
    const stop = () => {
      end?.abort(signal.reason);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    const fail = (error: Error) => {
      signal.removeEventListener("abort", stop);
      reject(error);
    };
    agent.dispatch(what, {
      onRequestStart(controller) {
        end = controller;
        if (signal.aborted) controller.abort(signal.reason);
      },
      onResponseStart(_controller, code, headers) {
        // Hints that come before the answer.
        if (code < 200) return;
        status = code;
        header = headerIn(headers);
        allowed = bytesMax(code);
      },
      onResponseData(controller, chunk) {
        bytes += chunk.length;
        if (bytes > allowed) controller.abort(new TooLarge(allowed, { status, header }));
        else chunks.push(chunk);
      },
      onResponseEnd() {
        signal.removeEventListener("abort", stop);
        const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes);
        inflated(body, { status, header }, allowed).then(
          (inflatedBody) => resolve({ status, header, bytes: inflatedBody }),
          reject,
        );
      },
      onResponseError: (_controller, error) => fail(error),
    });
  });
}

async function inflated(body: Buffer, reply: Omit<PooledReply, "body">, bytesMax: number): Promise<Buffer> {
  const name = reply.header("content-encoding")?.toLowerCase() ?? "identity";
  if (name === "identity") return body;
  if (name !== "gzip") throw unread(name);
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: bytesMax }, (error, bytes) => {
      if (!error) resolve(bytes);
      else if ("code" in error && error.code === "ERR_BUFFER_TOO_LARGE")
        reject(new TooLarge(bytesMax, reply));
      else reject(error);
    });
  });
}

const unread = (encoding: string) => new Error(`reply is encoded as ${encoding.slice(0, 40)}`);

/** Some servers compress whatever they are asked. @throws when it is nothing that we read */
function decoded(body: Readable, encoding: string): Readable {
  // A body that is given up fails with nobody listening: that must not end the process.
  body.on("error", () => {});
  const name = encoding.toLowerCase();
  if (name === "identity") return body;
  if (name !== "gzip") {
    body.destroy();
    throw unread(name);
  }
  const gunzip = createGunzip();
  body.on("error", (error) => gunzip.destroy(error));
  gunzip.on("close", () => body.destroy());
  return body.pipe(gunzip);
}

function describe(error: unknown, origin: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (isTriopsError(error)) return error;
  if (error instanceof Error && isTriopsError(error.cause)) return error.cause;
  return unavailable("The other side could not be reached", {
    internal: `${origin}: ${String(error)}`,
    cause: error,
  });
}
