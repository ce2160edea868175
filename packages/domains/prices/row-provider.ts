import { providerName } from "@triops/analysis/pricing/providers";
import type { Transaction } from "@triops/database/scoped";
import { kindsOfProviders, type ProviderKind } from "../llm-providers/index.ts";
import { unnamedKinds } from "./rules.ts";

/** A recorded call, as far as it tells by which price list it goes. */
export type RecordedCall = { source: string; route: string; provider: string; model: string };

/**
 * By which provider's list a recorded call is priced; null goes by the model's name. Records of the gateway name the
 * kind of the provider: what a provider is called in the price table is looked up by the route and model it answered for.
 */
export async function priceProviders(db: Transaction): Promise<(call: RecordedCall) => string | null> {
  const providers = await db.llmProvider.findMany({ select: { id: true, kind: true, priceProvider: true } });
  const targets = await db.llmRouteTarget.findMany({
    select: { routeId: true, providerId: true, model: true },
  });
  const routes = await db.llmRoute.findMany({ select: { id: true, name: true } });
  const nameOf = new Map(routes.map(({ id, name }) => [id, name]));
  const known = new Map<string, Set<string | null>>();
  const note = (key: string, priced: string | null) =>
    known.set(key, (known.get(key) ?? new Set<string | null>()).add(priced));
  for (const { id, kind, priceProvider } of providers) {
    note(kindKey(kind), priceProvider);
    for (const target of targets) {
      if (target.providerId !== id) continue;
      note(targetKey(nameOf.get(target.routeId) ?? "", kind, target.model), priceProvider);
    }
  }
  const only = (key: string): string | null | undefined => {
    const found = known.get(key);
    return found?.size === 1 ? [...found][0] : undefined;
  };
  return ({ source, route, provider, model }) => {
    if (provider === "") return null;
    const named = providerName(provider);
    if (source !== "gateway") return named;
    const exact = only(targetKey(route, named, model));
    const stated = exact === undefined ? only(kindKey(named)) : exact;
    if (stated !== undefined) return stated;
    return unnamedKinds.has(named) ? null : named;
  };
}

/** Kinds in the price table's terms, as `providerName` gives what a record says. */
const tableName = (kind: string): string =>
  unnamedKinds.has(kind) ? kind : (kindsOfProviders[kind as ProviderKind]?.priceProvider ?? kind);
const kindKey = (kind: string): string => `kind\n${tableName(kind)}`;
const targetKey = (route: string, kind: string, model: string): string =>
  `target\n${route}\n${tableName(kind)}\n${model}`;
