import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { callApi, type Query } from "./api.ts";

export type Page<Item> = { data: Item[]; nextCursor: string | null };

/**
 * A question to the API, declared once at module scope and used by both sides: the server prefetches it, the
 * browser keeps it fresh. The key begins with the noun, which is what live messages name.
 */
export function read<T>(path: `/${string}`, query: Query = {}) {
  return queryOptions({
    queryKey: keyOf(path, query),
    queryFn: ({ signal }) => callApi<T>("GET", path, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** A keyset-paged list; pages follow `nextCursor`. */
export function readPages<Item>(path: `/${string}`, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(path, query), "pages"],
    queryFn: ({ signal, pageParam }) =>
      callApi<Page<Item>>("GET", path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Item>) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** `/incidents/{id}/timeline` → ["incidents", id, "timeline", query]. */
function keyOf(path: string, query: Query): unknown[] {
  const set = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return [...path.slice(1).split("/"), Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1)))];
}
