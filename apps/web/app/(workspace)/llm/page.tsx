import type { Metadata } from "next";
import { providerPages } from "../../../features/llm-providers/reads.ts";
import { routePages } from "../../../features/llm-routes/reads.ts";
import { RoutesAndKeys } from "../../../features/llm-routes/screen.tsx";
import { pricePages } from "../../../features/prices/reads.ts";
import { keyPages, teamPages, workspaceLimits } from "../../../features/virtual-keys/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Routes & keys" };

type Search = Promise<Record<string, string | string[] | undefined>>;

const routeReads = () => [routePages({ search: "" }), providerPages({})];
const readsOf: Record<string, () => Parameters<typeof Prefetched>[0]["reads"]> = {
  providers: () => [providerPages({ search: "" })],
  keys: () => [keyPages({ search: "", state: "active" }), teamPages(), workspaceLimits()],
  prices: () => [pricePages({ search: "" })],
};

export default async function Page({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  // Another filter is asked for by the browser.
  const isUsual = !given.search && !given.state;
  const reads = isUsual ? (readsOf[String(given.view ?? "")] ?? routeReads)() : [];
  return (
    <Prefetched reads={reads}>
      <RoutesAndKeys />
    </Prefetched>
  );
}
