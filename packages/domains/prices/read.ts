import { baseTableVersion } from "@triops/analysis/pricing/base-table";
import { listBaseTable, lookUpPrice } from "@triops/analysis/pricing/listing";
import { createPricer } from "@triops/analysis/pricing/pricer";
import { usageOfRecord } from "@triops/analysis/pricing/recorded";
import { type UnpricedGroup, unpricedGroups } from "@triops/telemetry/llm/charges";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { windowOf } from "../query-text.ts";
import { defineQuery } from "../verb.ts";
import { priceProviders } from "./row-provider.ts";
import {
  listInput,
  lookupInput,
  lookup as lookupOutput,
  price,
  pricePage,
  tableInput,
  tablePage,
  unpricedInput,
  unpriced as unpricedOutput,
} from "./schemas.ts";
import { ownPrices, requirePrice } from "./store.ts";

export const list = defineQuery({
  name: "prices.list",
  permission: "prices:read",
  input: listInput,
  output: pricePage,
  run: async ({ db }, { search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const like = search ? { contains: search, mode: "insensitive" as const } : null;
    const rows = await db.price.findMany({
      ...query,
      where: { ...where, ...(like ? { OR: [{ model: like }, { provider: like }] } : {}) },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const get = defineQuery({
  name: "prices.get",
  permission: "prices:read",
  input: idInput,
  output: price,
  run: ({ db }, { id }) => requirePrice(db, id),
});

/** What a model costs now, or did at a time. That no price is known is an answer. */
export const lookup = defineQuery({
  name: "prices.lookup",
  permission: "prices:read",
  input: lookupInput,
  output: lookupOutput,
  run: async ({ db, context }, { provider = null, model, serviceTier = null, at }) => {
    const found = lookUpPrice(await ownPrices(db), {
      provider: provider === "" ? null : provider,
      model,
      serviceTier: serviceTier === "" ? null : serviceTier,
      at: at ? new Date(at) : context.now,
    });
    const nothing = { provider, model, source: null, rates: [] };
    if (found === null) return { ...nothing, reason: "No price is known for this model" };
    if ("unknownTier" in found)
      return { ...nothing, reason: `No price is known for the tier "${serviceTier}"` };
    return { provider: found.served, model, source: found.source, rates: found.rates, reason: null };
  },
});

/** The base table, to look things up in. */
export const table = defineQuery({
  name: "prices.table",
  permission: "prices:read",
  input: tableInput,
  output: tablePage,
  run: async ({ context }, { search = "", cursor, limit }) => {
    const offset = cursor ? Number(cursor) : 0;
    const { models, more } = listBaseTable({ search, offset, take: limit, at: context.now });
    return { version: baseTableVersion, data: models, nextCursor: more ? String(offset + limit) : null };
  },
});

const monthMs = 30 * 86_400_000;

/** Models that were called and have no price: calls that no sum counts. */
export const unpriced = defineQuery({
  name: "prices.unpriced",
  permission: "prices:read",
  input: unpricedInput,
  output: unpricedOutput,
  run: async ({ db, runtime, context }, { limit, ...range }) => {
    const window = windowOf(range, context.now, monthMs);
    const { workspaceId } = context;
    const [groups, own, providerOf] = await Promise.all([
      unpricedGroups(runtime.telemetry, { workspaceId, window }),
      ownPrices(db),
      priceProviders(db),
    ]);
    const pricer = createPricer(own);
    const isFixed = ({ buckets, flags, model, responseModel, lastMs, ...rest }: UnpricedGroup) => {
      const usage = usageOfRecord({ names: buckets, values: buckets.map(() => 1), flags });
      const at = new Date(lastMs);
      const provider = providerOf({ ...rest, model });
      return [model, responseModel].some(
        (name) => name !== "" && pricer.price(usage, { provider, model: name, at }).amount !== null,
      );
    };
    const merged = Map.groupBy(groups, (group) =>
      JSON.stringify([providerOf(group) ?? "", group.responseModel || group.model, group.reason]),
    );
    const data = [...merged.values()].map((same) => {
      const [first] = same as [UnpricedGroup];
      const sum = (of: (group: UnpricedGroup) => number) =>
        same.reduce((total, group) => total + of(group), 0);
      return {
        provider: providerOf(first) ?? "",
        // The name that answers carry, where they carry one: it is looked up first.
        model: first.responseModel || first.model,
        reason: first.reason,
        calls: sum(({ calls }) => calls),
        inputTokens: sum(({ inputTokens }) => inputTokens),
        outputTokens: sum(({ outputTokens }) => outputTokens),
        firstAt: new Date(Math.min(...same.map(({ firstMs }) => firstMs))),
        lastAt: new Date(Math.max(...same.map(({ lastMs }) => lastMs))),
        fixed: same.every(isFixed),
      };
    });
    return {
      ...window,
      data: data.toSorted((a, b) => b.calls - a.calls).slice(0, limit),
      calls: groups.reduce((total, { calls }) => total + calls, 0),
    };
  },
});
