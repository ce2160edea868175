import { invalid } from "@triops/kernel/errors";
import { mayDial, parseAddress, parseCidrs } from "@triops/providers/egress/addresses";
import type { Runtime } from "../runtime.ts";

/**
 * Refuses addresses that the gateway would refuse to dial, as far as the text tells. Names are resolved, and checked
 * again, whenever the gateway dials them.
 * @throws invalid
 */
export function requireReachable(runtime: Runtime, url: string): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const allowed = parseCidrs(runtime.scraping?.allowedCidrs ?? []);
  const address = /^(.+\.)?localhost$/.test(host) ? "127.0.0.1" : host;
  if (!parseAddress(address) || mayDial(address, allowed)) return;
  throw invalid("Some fields are missing or wrong", [
    { path: "serve.url", message: "Not a public address, and the operator has not allowed it" },
  ]);
}
