import type { Pricer } from "@triops/analysis/pricing/pricer";
import type { PublishedPrices } from "@triops/domains/prices/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { createEstimator } from "./limits/estimate.ts";
import { createLimits, type LimitsState } from "./limits/limits.ts";
import type { Limits, Records } from "./ports.ts";
import { createPricers } from "./records/prices.ts";
import { createRecords, type RecordsState } from "./records/records.ts";

export type Accounts = {
  limits: Limits;
  records: Records;
  pricerOf: (workspaceId: string) => Pricer;
  state(): AccountsState;
  /** Waits a little for the stores; what they do not take stays in the spool. */
  close(): Promise<void>;
};

/** As `/health` shows it. */
export type AccountsState = { limits: LimitsState; spool: RecordsState };

/** What model calls may cost, did cost, and where that is written down: limits, prices and records of one gateway. */
export function createAccounts(options: {
  telemetry: Telemetry;
  redis: Redis;
  pricesOf: (workspaceId: string) => PublishedPrices | null;
  spoolDir: string;
  log: Logger;
  now: () => number;
}): Accounts {
  const { telemetry, redis, log, now } = options;
  const pricerOf = createPricers(options.pricesOf, log);
  const limits = createLimits({ redis, estimator: createEstimator(pricerOf, now), now });
  const records = createRecords({ telemetry, limits, pricerOf, folder: options.spoolDir, log, now });
  return {
    limits,
    records,
    pricerOf,
    state: () => ({ limits: limits.state(), spool: records.state() }),
    async close() {
      await records.close();
      limits.close();
    },
  };
}
