import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { invalid, isTriopsError, unavailable } from "@triops/kernel/errors";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { type Cidr, mayDial, parseAddress, parseCidrs } from "./addresses.ts";

/** What only the operator may set, by environment. */
export type EgressPolicy = {
  /** Ranges that may be dialled although they are not public, as `10.20.0.0/16`. */
  allowedCidrs?: readonly string[];
  /** Beside 80 and 443; `any` for callers that meet programs on ports of their own, such as exporters. */
  allowedPorts?: readonly number[] | "any";
  tls?: EgressTls;
  /** Of one exchange, for callers whose other side may think longer; ten seconds unless given. */
  timeoutMsMax?: number;
  /** Name resolution; tests give their own. */
  lookup?: LookupFunction;
};

/** How servers prove who they are, for those who have certificates of their own. */
export type EgressTls = {
  /** PEM, in place of the usual authorities. */
  ca?: string | undefined;
  /** The name that the certificate must be for, when it is not the address's. */
  serverName?: string | undefined;
  /** What to show of oneself, PEM, to who asks for it. */
  cert?: string | undefined;
  key?: string | undefined;
  /** Takes any certificate: the other side is then whoever answers. */
  insecureSkipVerify?: boolean | undefined;
};

export type OutgoingRequest = {
  url: string;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** For the whole exchange; ten seconds by default, and at most what the policy says. */
  timeoutMs?: number;
  /** Of the reply, also after decompression; by default 1 MiB. */
  replyBytesMax?: number;
  signal?: AbortSignal;
};

/** A redirect is returned as it came, never followed. */
export type Reply = { status: number; headers: Record<string, string>; body: Buffer };

export type Egress = {
  /**
   * @throws invalid when policy refuses the URL or what it resolves to
   * @throws unavailable when there is no reply in time, or one too large or in an encoding we do not read
   */
  request(request: OutgoingRequest): Promise<Reply>;
  close(): Promise<void>;
};

const connectMs = 3_000;
const totalMs = 10_000;
const replyBytes = 1024 * 1024;
const ordinaryPorts = [80, 443];
const unzip = promisify(gunzip);

/**
 * The only way out of Triops over HTTP for addresses that people type in. Resolution and dialling are one step:
 * every connection checks the very addresses it is about to use, so a name that changes between two
 * look-ups gains nothing.
 */
export function createEgress(policy: EgressPolicy = {}): Egress {
  const cidrs = parseCidrs(policy.allowedCidrs ?? []);
  const ports =
    policy.allowedPorts === "any" ? null : new Set([...ordinaryPorts, ...(policy.allowedPorts ?? [])]);
  const limitMs = policy.timeoutMsMax ?? totalMs;
  const agent = new Agent({
    connect: guardedConnector(cidrs, policy.lookup ?? systemLookup, policy.tls ?? {}),
    headersTimeout: limitMs,
    bodyTimeout: limitMs,
    keepAliveTimeout: 4_000,
    maxHeaderSize: 16 * 1024,
    pipelining: 1,
    allowH2: false,
  });
  return {
    async request(request) {
      const url = checkUrl(request.url, cidrs, ports);
      const timeLimit = AbortSignal.timeout(Math.min(request.timeoutMs ?? totalMs, limitMs));
      const signal = request.signal ? AbortSignal.any([timeLimit, request.signal]) : timeLimit;
      try {
        return await exchange(agent, url, request, signal);
      } catch (error) {
        throw describe(error, url);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Refuses what can be refused before resolving. The URL parser has already unfolded `0x7f.1`, `2130706433` and the like. */
export function checkUrl(text: string, cidrs: readonly Cidr[], ports: ReadonlySet<number> | null): URL {
  const url = URL.parse(text);
  if (!url) throw invalid("Not a URL");
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw invalid("Only http and https URLs are allowed");
  if (url.username || url.password) throw invalid("A URL must not contain credentials");
  const port = url.port ? Number(url.port) : url.protocol === "https:" ? 443 : 80;
  if (ports && !ports.has(port)) throw invalid(`Port ${port} is not allowed`);
  const host = bareHost(url.hostname);
  // RFC 6761 §6.3: these names mean loopback, whatever the resolver makes of them.
  const isLocal = host === "localhost" || host.endsWith(".localhost");
  if ((isLocal || parseAddress(host)) && !mayDial(isLocal ? "127.0.0.1" : host, cidrs)) throw refused();
  return url;
}

const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");

/** One text whatever was found, so that nobody can map our network by the answers. */
const refused = () => invalid("This address is not allowed");

/** Dials only what policy allows, checked with the very addresses that are dialled. */
export function guardedConnector(
  cidrs: readonly Cidr[],
  lookup: LookupFunction,
  tls: EgressTls,
): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses =
        typeof found === "string" ? [{ address: found, family: found.includes(":") ? 6 : 4 }] : found;
      // All of them: a name with one public and one private address is an attempt at the private one.
      if (addresses.length === 0 || !addresses.every(({ address }) => mayDial(address, cidrs))) {
        return callback(refused(), []);
      }
      if (options.all) return callback(null, addresses);
      const first = addresses[0];
      return callback(null, first?.address ?? "", first?.family);
    });
  };
  const connect = buildConnector({
    timeout: connectMs,
    lookup: guardedLookup,
    allowH2: false,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined || tls.key === undefined ? {} : { cert: tls.cert, key: tls.key }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    ...(tls.insecureSkipVerify ? { rejectUnauthorized: false } : {}),
  });
  return (options, callback) => {
    // Literal addresses are dialled without a look-up.
    const host = bareHost(options.hostname);
    if (parseAddress(host) && !mayDial(host, cidrs)) return callback(refused(), null);
    connect(options, callback);
  };
}

async function exchange(
  agent: Agent,
  url: URL,
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<Reply> {
  const bytesMax = request.replyBytesMax ?? replyBytes;
  const reply = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method ?? "GET",
    headers: { "user-agent": "triops", ...lowerCased(request.headers ?? {}), "accept-encoding": "gzip" },
    body: request.body ?? null,
    signal,
  });
  const headers = flatten(reply.headers);
  const raw = await readAtMost(reply.body, bytesMax);
  const encoding = headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") throw new Error(`reply is encoded as ${encoding}`);
  const body = encoding === "gzip" && raw.length > 0 ? await unzip(raw, { maxOutputLength: bytesMax }) : raw;
  return { status: reply.statusCode, headers, body };
}

async function readAtMost(body: Dispatcher.ResponseData["body"], bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > bytesMax) throw new Error(`reply is larger than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const flatten = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );

function describe(error: unknown, url: URL): Error {
  if (isTriopsError(error)) return error;
  if (error instanceof Error && isTriopsError(error.cause)) return error.cause;
  const internal = `${url.origin}: ${String(error)}`;
  if (error instanceof Error && error.name === "TimeoutError") {
    return unavailable("The other side did not answer in time", { internal, cause: error });
  }
  return unavailable("The other side could not be reached or sent no usable reply", {
    internal,
    cause: error,
  });
}
