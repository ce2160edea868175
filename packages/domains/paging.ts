import { z } from "zod";

/** Keyset paging, shared by every list: newest first by id, which sorts by creation (UUIDv7). */
export const pageInput = {
  cursor: z.uuid().optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

type Page = { cursor?: string | undefined; limit: number };

/** The arguments that fetch one page and one row more, which tells whether another page follows. */
export function pageQuery({ cursor, limit }: Page): {
  orderBy: { id: "desc" };
  take: number;
  where: { id?: { lt: string } };
} {
  return { orderBy: { id: "desc" }, take: limit + 1, where: cursor ? { id: { lt: cursor } } : {} };
}

export function pageResult<Row extends { id: string }, Item>(
  rows: readonly Row[],
  { limit }: Page,
  toItem: (row: Row) => Item,
): { data: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  return { data: shown.map(toItem), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** Dates leave as ISO-8601 UTC, whatever they are inside. */
export const isoTime = z
  .union([z.date(), z.string()])
  .pipe(z.coerce.date())
  .transform((at) => at.toISOString())
  .pipe(z.iso.datetime());
export const isoTimeOrNull = z
  .union([z.date(), z.string(), z.null()])
  .transform((at) => (at === null ? null : new Date(at).toISOString()))
  .pipe(z.iso.datetime().nullable());

export const idInput = z.object({ id: z.uuid() });
