import { BlockList, isIP } from "node:net";
import type { Origin } from "@triops/kernel/context";

/**
 * Where a request came from. The last address of `x-forwarded-for` is the one that our own server (`peers.ts`) or a
 * trusted proxy wrote; with trusted proxies the first address from the right that is none of them.
 */
export function originOf(headers: Headers, trustedProxies: readonly string[] = []): Origin {
  const chain = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => isIP(item) !== 0);
  const trusted = addressList(trustedProxies);
  const ip = chain.reverse().find((item) => !trusted.check(item, isIP(item) === 6 ? "ipv6" : "ipv4"));
  return { ip, userAgent: headers.get("user-agent") ?? undefined };
}

/** Addresses and CIDR ranges; what is neither is left out. */
export function addressList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
