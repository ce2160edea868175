import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { PublishedLimits } from "@triops/domains/virtual-keys/snapshot-schemas";
import type { LlmCall } from "../call.ts";
import { CallFault } from "../fault.ts";
import type { Estimator } from "./estimate.ts";
import { treeOf } from "./scopes.ts";

/**
 * The route without the targets that have no price, where the key, its team or the workspace refuses them: also a
 * fallback never ends at one. Decided from what is in memory.
 * @throws CallFault 403 when no target has a price
 */
export function pricedRoute(
  call: LlmCall,
  published: PublishedLimits | null,
  route: PublishedRoute,
  providerOf: (id: string) => PublishedProvider | null,
  isPriced: Estimator["isPriced"],
): PublishedRoute {
  if (published === null) return route;
  const { refusesUnpriced } = treeOf(call.workspaceId, call.keyId, published);
  if (refusesUnpriced === null) return route;
  const targets = route.targets.filter(({ providerId, model, parameters }) => {
    const priceProvider = providerOf(providerId)?.priceProvider ?? null;
    const serviceTier = parameters.service_tier ?? call.body.service_tier;
    return isPriced(call, { priceProvider, model, serviceTier });
  });
  if (targets.length === route.targets.length) return route;
  if (targets.length > 0) return { ...route, targets };
  const models = [...new Set(route.targets.map(({ model }) => `"${model}"`))].slice(0, 3).join(", ");
  throw new CallFault(
    403,
    "price_unknown",
    `The route "${route.name}" asks ${models}: no price is known, and ${refusesUnpriced} refuses calls whose cost cannot be known. Give the model a price, or let calls without one pass.`,
    { class: "limit", param: "model" },
  );
}
