import { createPricer, type Pricer } from "@triops/analysis/pricing/pricer";
import type { PublishedPrices } from "@triops/domains/prices/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";

const none: Pick<PublishedPrices, "overrides" | "revision"> = { overrides: [], revision: 0 };

/** Pricers by workspace, made again when its own prices change. */
export function createPricers(
  pricesOf: (workspaceId: string) => PublishedPrices | null,
  log: Logger,
): (workspaceId: string) => Pricer {
  const base = createPricer([]);
  const known = new Map<string, { revision: number; pricer: Pricer }>();
  return (workspaceId) => {
    const { overrides, revision } = pricesOf(workspaceId) ?? none;
    if (overrides.length === 0) return base;
    const found = known.get(workspaceId);
    if (found?.revision === revision) return found.pricer;
    let pricer = found?.pricer ?? base;
    try {
      pricer = createPricer(overrides);
    } catch (error) {
      log.error(
        { err: error, workspaceId },
        "a workspace's prices cannot be read; the last ones stay in use",
      );
    }
    known.set(workspaceId, { revision, pricer });
    return pricer;
  };
}
