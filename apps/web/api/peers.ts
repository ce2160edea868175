import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { addressList } from "./origin.ts";

/** Node publishes here as soon as a request's headers are read, before anything answers it. */
const channel = "http.server.request.start";

/**
 * Lets only trusted proxies say whom they speak for. Next keeps an `x-forwarded-for` that a client made up, which
 * would give every guess at a password an address of its own; from anyone but a trusted proxy the header becomes
 * the address of the connection. Returns what ends it.
 */
export function believeOnlyProxies(trustedProxies: readonly string[] = []): () => void {
  const trusted = addressList(trustedProxies);
  const settle = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    settleForwarded(request.headers, request.socket.remoteAddress ?? "", (address) =>
      trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4"),
    );
  };
  subscribe(channel, settle);
  return () => unsubscribe(channel, settle);
}

function settleForwarded(
  headers: IncomingHttpHeaders,
  peer: string,
  isTrusted: (address: string) => boolean,
): void {
  // A socket that listens on IPv6 too shows IPv4 as ::ffff:192.0.2.1.
  const address = peer.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(address) === 0) {
    delete headers["x-forwarded-for"];
    return;
  }
  if (headers["x-forwarded-for"] === undefined || !isTrusted(address)) headers["x-forwarded-for"] = address;
}
