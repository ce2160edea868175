import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, monitor, monitorPage, seriesInput, seriesPage } from "./schemas.ts";
import { keysWithLabel, requireMonitor } from "./store.ts";

/** More matches than this are cut off: nobody pages through them. */
const searchedMax = 1_000;

export const list = defineQuery({
  name: "monitors.list",
  permission: "monitors:read",
  input: listInput,
  output: monitorPage,
  run: async ({ db }, { kind, enabled, search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.monitor.findMany({
      ...query,
      where: {
        ...where,
        deletedAt: null,
        ...(kind ? { kind } : {}),
        ...(enabled === undefined ? {} : { enabled }),
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
      },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const get = defineQuery({
  name: "monitors.get",
  permission: "monitors:read",
  input: idInput,
  output: monitor,
  run: ({ db }, { id }) => requireMonitor(db, id),
});

/** The series that a monitor watches, by key; `search` looks into the values of their labels. */
export const series = defineQuery({
  name: "monitors.series",
  permission: "monitors:read",
  input: seriesInput,
  output: seriesPage,
  run: async ({ db, context: { workspaceId } }, { id, cursor, limit, state, search }) => {
    await requireMonitor(db, id);
    const after = cursor ?? "";
    const keys = search
      ? await keysWithLabel(db, { workspaceId, monitorId: id, search, after, limit: searchedMax })
      : null;
    const rows = await db.monitorSeries.findMany({
      where: {
        monitorId: id,
        seriesKey: keys ? { in: keys } : { gt: after },
        ...(state ? { state } : {}),
      },
      omit: { memory: true },
      orderBy: { seriesKey: "asc" },
      take: limit + 1,
    });
    const data = rows.slice(0, limit);
    return { data, nextCursor: rows.length > limit ? (data.at(-1)?.seriesKey ?? null) : null };
  },
});
