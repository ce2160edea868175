"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Price } from "@triops/domains/prices/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { SearchInput } from "@triops/ui/input";
import { useNow } from "@triops/ui/now";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { CircleDollarSign, Plus, RefreshCw } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { LlmTabs } from "../llm-routes/llm-tabs.tsx";
import { priceColumns, tableColumns } from "./columns.tsx";
import { dayOf, emptyPrice, type PriceDraft, reachesBack } from "./draft.ts";
import { baseTablePages, pricePages, unpricedModels } from "./reads.ts";
import type { RepriceDraft } from "./reprice-dialog.tsx";
import { RepricingsCard } from "./repricings-card.tsx";
import { UnpricedCard, type UnpricedModel } from "./unpriced-card.tsx";
import { unpricedText } from "./words.ts";

const PriceDialog = lazy(async () => ({ default: (await import("./price-dialog.tsx")).PriceDialog }));
const RepriceDialog = lazy(async () => ({ default: (await import("./reprice-dialog.tsx")).RepriceDialog }));
const PriceActions = lazy(async () => ({ default: (await import("./price-actions.tsx")).PriceActions }));

const monthMs = 30 * 86_400_000;
const minuteMs = 60_000;
const addressParsers = {
  search: parseAsString.withDefault(""),
  model: parseAsString.withDefault(""),
};

type Asking =
  | { kind: "add"; initial: PriceDraft }
  | { kind: "open"; price: Price }
  | { kind: "reprice"; initial: RepriceDraft };

export function PriceList() {
  const now = useNow();
  const { webUrl } = useMe();
  const [{ search, model }, setAddress] = useQueryStates(addressParsers);
  const [asking, setAsking] = useState<Asking | null>(null);
  const refused = useRefusal("prices:admin");
  // By the minute, so that the question stays the same while the page is looked at.
  const toMs = Math.floor(now / minuteMs) * minuteMs;
  const span = { fromMs: toMs - monthMs, toMs };
  const unpriced = useQuery(unpricedModels(span));
  const pages = useInfiniteQuery(pricePages({ search }));
  const table = useInfiniteQuery(baseTablePages(model));
  const onOpen = (price: Price) => setAsking({ kind: "open", price });
  const prices = (pages.data?.pages.flatMap((page) => page.data) ?? []).map((row) => ({
    ...row,
    now,
    refused,
    onOpen,
  }));
  const add = (given: Parameters<typeof emptyPrice>[0] = {}) =>
    setAsking({ kind: "add", initial: emptyPrice(given) });
  const known = (table.data?.pages.flatMap((page) => page.data) ?? []).map((row) => ({
    ...row,
    refused,
    onAdd: ({ provider, model: name }: { provider: string; model: string }) => add({ provider, model: name }),
  }));
  const reprice = (initial: Partial<RepriceDraft>) =>
    setAsking({
      kind: "reprice",
      initial: {
        from: dayOf(new Date(span.fromMs).toISOString()),
        model: "",
        unpricedOnly: false,
        ...initial,
      },
    });
  const onReprice = (one: UnpricedModel) =>
    reprice({ from: dayOf(one.firstAt), model: one.model, unpricedOnly: true });
  return (
    <>
      <PageHeader
        title="Routes & keys"
        answer={unpriced.data ? unpricedText(unpriced.data) : undefined}
        actions={
          <>
            <Button
              icon={<RefreshCw aria-hidden="true" />}
              disabledReason={refused}
              onClick={() => reprice({})}
            >
              Reprice
            </Button>
            <Button
              variant="primary"
              icon={<Plus aria-hidden="true" />}
              disabledReason={refused}
              onClick={() => add()}
            >
              Add price
            </Button>
          </>
        }
        tabs={<LlmTabs active="prices" />}
      />
      <PageBody className="flex flex-col gap-4 pt-4">
        <UnpricedCard
          span={span}
          refused={refused}
          // Before the first call, so that repricing reaches all of them.
          onAdd={(one) => add({ provider: "", model: one.model, from: dayOf(one.firstAt) })}
          onReprice={onReprice}
        />
        <RepricingsCard refused={refused} />
        <Card title="Your prices" aside="go before the base table" flush>
          <div className="w-full p-3 sm:w-64">
            <SearchInput
              label="Search your prices"
              value={search}
              onValueChange={(next) => void setAddress({ search: next || null })}
            />
          </div>
          <PagedTable
            caption="Your prices"
            columns={priceColumns}
            rows={prices}
            rowKey={(row) => row.id}
            onRowOpen={onOpen}
            pages={pages}
            empty={
              search !== "" ? (
                <EmptyFilter
                  title="No price of yours is for that"
                  onClear={() => void setAddress({ search: null })}
                />
              ) : (
                <EmptyNever
                  title="No price of your own"
                  icon={<CircleDollarSign aria-hidden="true" />}
                  snippet={{ label: "State a price by API", code: priceSnippet(webUrl) }}
                >
                  Calls are priced from the table below. State your own where a contract says otherwise, or
                  for a model that is not in it:
                </EmptyNever>
              )
            }
          />
        </Card>
        <Card title="Base table" aside={table.data ? "what models cost everybody else" : undefined} flush>
          <div className="w-full p-3 sm:w-64">
            <SearchInput
              label="Search models"
              value={model}
              onValueChange={(next) => void setAddress({ model: next || null })}
            />
          </div>
          <PagedTable
            caption="Base table of prices"
            columns={tableColumns}
            rows={known}
            rowKey={(row) => `${row.provider}\n${row.model}`}
            pages={table}
            rowKeys={false}
            maxHeight="24rem"
            empty={
              <EmptyFilter title="No model is called that" onClear={() => void setAddress({ model: null })} />
            }
          />
        </Card>
      </PageBody>
      <Suspense>
        {asking?.kind === "add" && (
          <PriceDialog
            initial={asking.initial}
            onClose={() => setAsking(null)}
            onSaved={(price) => {
              if (reachesBack(price.from, Date.now()))
                reprice({ from: dayOf(price.from), model: price.model, unpricedOnly: false });
            }}
          />
        )}
        {asking?.kind === "open" && (
          <PriceActions price={asking.price} refused={refused} onClose={() => setAsking(null)} />
        )}
        {asking?.kind === "reprice" && (
          <RepriceDialog initial={asking.initial} onClose={() => setAsking(null)} />
        )}
      </Suspense>
    </>
  );
}

const priceSnippet = (webUrl: string): string =>
  [
    `curl ${webUrl}/api/v1/prices \\`,
    '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
    `  -d '{"model": "our-model*", "rates": {"input": "0.50", "output": "1.50"}}'`,
  ].join("\n");
