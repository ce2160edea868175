import {
  dehydrate,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
  HydrationBoundary,
  QueryClient,
} from "@tanstack/react-query";
import { readLiveSequence } from "@triops/domains/live";
import type { Caller } from "@triops/domains/runtime";
import type { ReactNode } from "react";
import { callRoute } from "../api/route-call.ts";
import type { Query } from "../data/api.ts";
import { LiveSince } from "../data/live.tsx";
import { requireCaller } from "./caller.ts";

type ReadOptions = { queryKey: readonly unknown[]; meta?: unknown };

/** As `meta` of a read: what the server asks for in its place, and whether the answer will do for the page. */
type Prefetch = { query: Query; keep(answer: never): boolean };

/**
 * Fills the cache before the page is sent: each read runs its verb here, with the reader's own rights, so the
 * screen opens with data in it. A read that fails is left to the browser, which shows its error with a retry.
 */
export async function Prefetched({
  reads,
  children,
}: {
  reads: readonly ReadOptions[];
  children: ReactNode;
}) {
  const caller = await requireCaller();
  const client = new QueryClient();
  // Before the reads: what happens during them counts as missed.
  const sequence = await readLiveSequence(caller.runtime, caller.context.workspaceId);
  await Promise.all(reads.map((read) => prefetchOne(client, caller, read)));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveSince sequence={sequence} />
      {children}
    </HydrationBoundary>
  );
}

async function prefetchOne(client: QueryClient, caller: Caller, read: ReadOptions): Promise<void> {
  const { path, query, paged } = placeOf(read.queryKey);
  const instead = (read.meta as { prefetch?: Prefetch } | undefined)?.prefetch;
  const load = async () => {
    const answer = await callRoute(caller, "GET", path, { ...query, ...instead?.query });
    // Nothing is sent then, as after a failure: the browser asks.
    if (instead && !instead.keep(answer as never)) throw new Error("More than a page carries");
    return JSON.parse(JSON.stringify(answer)) as never;
  };
  if (!paged) {
    const options = { ...(read as FetchQueryOptions), queryFn: load, retry: false };
    // What is sent along must be plain data.
    await client.prefetchQuery({ ...options, meta: undefined });
  } else {
    await client.prefetchInfiniteQuery({
      ...(read as unknown as FetchInfiniteQueryOptions),
      queryFn: load,
      initialPageParam: null,
      retry: false,
    } as never);
  }
}

/** Back from a key to the address it was made of (see `data/reads.ts`). */
function placeOf(queryKey: readonly unknown[]): { path: string; query: Query; paged: boolean } {
  const paged = queryKey.at(-1) === "pages";
  const parts = paged ? queryKey.slice(0, -1) : queryKey;
  return { path: `/${parts.slice(0, -1).join("/")}`, query: (parts.at(-1) ?? {}) as Query, paged };
}
