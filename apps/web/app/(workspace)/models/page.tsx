import type { Metadata } from "next";
import { modelPages } from "../../../features/models/reads.ts";
import { Registry } from "../../../features/models/screen.tsx";
import { promotionPages } from "../../../features/promotions/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Registry" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  // Another filter is asked for by the browser.
  const isUsual = !given.search && !given.order && !given.view;
  const reads = isUsual
    ? [modelPages({ search: "", order: "name" }), promotionPages({ state: "waiting" })]
    : [];
  return (
    <Prefetched reads={reads}>
      <Registry />
    </Prefetched>
  );
}
