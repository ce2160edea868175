import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Cidr = readonly [Address, number];

/** The part of IPv6 that is assigned to the public internet (RFC 4291 §2.4). */
const globalIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** @throws naming what is not a CIDR */
export function parseCidrs(texts: readonly string[]): Cidr[] {
  return texts.map((text) => {
    try {
      const [address, bits] = ipaddr.parseCIDR(text.trim());
      return [address, bits] as const;
    } catch {
      throw new Error(`Not an address range: ${text}`);
    }
  });
}

/** The address, with IPv4 inside IPv6 (`::ffff:127.0.0.1`) taken out; null when the text is none. */
export function parseAddress(text: string): Address | null {
  if (!ipaddr.isValid(text)) return null;
  return ipaddr.process(text);
}

/**
 * Whether we may dial this address: public unicast, or in a range the operator allowed. Everything with a special
 * meaning (private, loopback, link-local, carrier NAT, multicast, documentation, translation prefixes that
 * lead back to IPv4, …) is refused by not being plain unicast, so new special ranges fail closed.
 */
export function mayDial(text: string, allowed: readonly Cidr[]): boolean {
  const address = parseAddress(text);
  if (!address || text.includes("%")) return false;
  if (allowed.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits)))
    return true;
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv4" || address.match(globalIpv6);
}
