import * as providers from "@triops/domains/llm-providers/snapshot-schemas";
import * as routes from "@triops/domains/llm-routes/snapshot-schemas";
import * as prices from "@triops/domains/prices/snapshot-schemas";
import * as prompts from "@triops/domains/prompts/snapshot-schemas";
import * as limits from "@triops/domains/virtual-keys/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import type { SnapshotState } from "./follow.ts";
import { followRecords, type Records } from "./records.ts";

/** What model calls need of the control plane, in memory. */
export type LlmPicture = {
  providers: Records<providers.PublishedProvider>;
  routes: Records<routes.PublishedRoute>;
  /** By workspace. */
  limits: Records<limits.PublishedLimits>;
  prices: Records<prices.PublishedPrices>;
  prompts: Records<prompts.PublishedPrompt>;
  states(): Record<string, { state: SnapshotState; count: number }>;
  firstLoad(waitMsMax: number): Promise<unknown>;
  close(): void;
};

export function followLlm(redis: Redis, redisUrl: string, log: Logger): LlmPicture {
  const parts = {
    providers: followRecords(
      redis,
      redisUrl,
      {
        name: providers.providersPart,
        title: "providers of models",
        hash: providers.publishedProvidersHash,
        markedAt: providers.publishedProvidersAt,
        parse: (value) => providers.publishedProvider.parse(value),
      },
      log,
    ),
    routes: followRecords(
      redis,
      redisUrl,
      {
        name: routes.routesPart,
        title: "routes of models",
        hash: routes.publishedRoutesHash,
        markedAt: routes.publishedRoutesAt,
        parse: (value) => routes.publishedRoute.parse(value),
      },
      log,
    ),
    limits: followRecords<limits.PublishedLimits & { name?: string }>(
      redis,
      redisUrl,
      {
        name: limits.limitsPart,
        title: "limits of model calls",
        hash: limits.publishedLimitsHash,
        markedAt: limits.publishedLimitsAt,
        parse: (value) => limits.publishedLimits.parse(value),
      },
      log,
    ),
    prices: followRecords<prices.PublishedPrices & { name?: string }>(
      redis,
      redisUrl,
      {
        name: prices.pricesPart,
        title: "prices",
        hash: prices.publishedPricesHash,
        markedAt: prices.publishedPricesAt,
        parse: (value) => prices.publishedPrices.parse(value),
      },
      log,
    ),
    prompts: followRecords(
      redis,
      redisUrl,
      {
        name: prompts.promptsPart,
        title: "prompts",
        hash: prompts.publishedPromptsHash,
        markedAt: prompts.publishedPromptsAt,
        parse: (value) => prompts.publishedPrompt.parse(value),
      },
      log,
    ),
  };
  const all = Object.entries(parts);
  return {
    ...parts,
    states: () =>
      Object.fromEntries(all.map(([name, one]) => [name, { state: one.state(), count: one.size() }])),
    firstLoad: (waitMsMax) => Promise.all(all.map(([, one]) => one.firstLoad(waitMsMax))),
    close() {
      for (const [, one] of all) one.close();
    },
  };
}
