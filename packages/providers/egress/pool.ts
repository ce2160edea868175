import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isTriopsError, unavailable } from "@triops/kernel/errors";
import { Agent } from "undici";
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

export type EgressPool = {
  /**
   * @throws invalid when policy refuses the address
   * @throws unavailable when the other side cannot be reached; the signal's reason when it was aborted
   */
  open(request: PooledRequest): Promise<PooledReply>;
  close(): Promise<void>;
};

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
  return {
    async open({ url, method, headers, body, signal }) {
      const { origin, path } = placeOf(url);
      try {
        const reply = await agent.request({
          origin,
          path,
          method,
          headers: { "user-agent": "triops", ...headers, "accept-encoding": "identity" },
          body: body ?? null,
          signal,
        });
        return {
          status: reply.statusCode,
          header: (name) => {
            const value = reply.headers[name];
            return Array.isArray(value) ? value.join(", ") : value;
          },
          body: decoded(reply.body, String(reply.headers["content-encoding"] ?? "identity")),
        };
      } catch (error) {
        throw describe(error, origin, signal);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Some servers compress whatever they are asked. @throws when it is nothing that we read */
function decoded(body: Readable, encoding: string): Readable {
  // A body that is given up fails with nobody listening: that must not end the process.
  body.on("error", () => {});
  const name = encoding.toLowerCase();
  if (name === "identity") return body;
  if (name !== "gzip") {
    body.destroy();
    throw new Error(`reply is encoded as ${name.slice(0, 40)}`);
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
