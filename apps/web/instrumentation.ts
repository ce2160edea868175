/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  // allow(environment): Next puts the value in while it builds and leaves the rest out of other runtimes
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { believeOnlyProxies } = await import("./api/peers.ts");
  const { readEarlyEnv } = await import("./api/env.ts");
  believeOnlyProxies(readEarlyEnv().TRIOPS_TRUSTED_PROXIES);
}
