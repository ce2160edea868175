import { z } from "zod";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { groupsOf } from "./groups.ts";
import {
  alert,
  alertPage,
  groupsInput,
  groupsResult,
  historyInput,
  historyPage,
  listInput,
  matchInput,
  matchResult,
  summary as summaryShape,
} from "./schemas.ts";
import { idsMatching, openMatching } from "./search.ts";
import { requireAlert } from "./store.ts";
import { checkMatchersOf, countsOf } from "./summary.ts";

export const list = defineQuery({
  name: "alerts.list",
  permission: "alerts:read",
  input: listInput,
  output: alertPage,
  run: async ({ db, context }, input) => {
    const {
      state,
      silenced,
      severity,
      source,
      service,
      monitorId,
      incidentId,
      fingerprint,
      search,
      from,
      to,
    } = input;
    const { matchers, cursor, limit } = input;
    if (matchers && matchers.length > 0) {
      const found = await idsMatching(db, context, input, matchers);
      const rows = await db.alert.findMany({ where: { id: { in: found.ids } }, orderBy: { id: "desc" } });
      return { data: rows, nextCursor: found.nextCursor };
    }
    const { where, ...query } = pageQuery({ cursor, limit });
    const rows = await db.alert.findMany({
      ...query,
      where: {
        ...where,
        ...(state ? { state } : {}),
        ...(silenced === undefined ? {} : { silenced }),
        ...(severity ? { severity } : {}),
        ...(source ? { source } : {}),
        ...(service ? { service } : {}),
        ...(monitorId ? { monitorId } : {}),
        ...(incidentId ? { incidentId } : {}),
        ...(fingerprint ? { fingerprint } : {}),
        ...(search ? { title: { contains: search, mode: "insensitive" as const } } : {}),
        ...(from || to ? { openedAt: { ...(from && { gte: from }), ...(to && { lt: to }) } } : {}),
      },
    });
    return pageResult(rows, { cursor, limit }, (row) => row);
  },
});

export const get = defineQuery({
  name: "alerts.get",
  permission: "alerts:read",
  input: idInput,
  output: alert,
  run: async ({ db }, { id }) => await requireAlert(db, id),
});

export const history = defineQuery({
  name: "alerts.history",
  permission: "alerts:read",
  input: historyInput,
  output: historyPage,
  run: async ({ db }, { id, ...page }) => {
    await requireAlert(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.alertChange.findMany({ ...query, where: { ...where, alertId: id } });
    return pageResult(rows, page, (row) => row);
  },
});

/** Alerts shown of what matches. */
const shownMax = 50;

/** What a silence with these conditions would hold; exact. */
export const match = defineQuery({
  name: "alerts.match",
  permission: "alerts:read",
  input: matchInput,
  output: matchResult,
  run: async ({ db, context }, { matchers }) => {
    checkMatchersOf(matchers);
    const ids = await openMatching(db, context, matchers);
    const newest = ids.slice(-shownMax);
    const data = await db.alert.findMany({ where: { id: { in: newest } }, orderBy: { id: "desc" } });
    const silenced = await silencedAmong(db, context.workspaceId, ids);
    return { count: ids.length, silenced, data };
  },
});

async function silencedAmong(
  db: Parameters<typeof openMatching>[0],
  workspaceId: string,
  ids: readonly string[],
): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM alerts
    WHERE "workspaceId" = ${workspaceId}::uuid AND state = 'open' AND silenced AND id = ANY(${[...ids]}::uuid[])`;
  return row?.n ?? 0;
}

/** How many are open, for the head of the page. */
export const summary = defineQuery({
  name: "alerts.summary",
  permission: "alerts:read",
  input: z.object({}),
  output: summaryShape,
  run: ({ db, context }) => countsOf(db, context.workspaceId),
});

export const groups = defineQuery({
  name: "alerts.groups",
  permission: "alerts:read",
  input: groupsInput,
  output: groupsResult,
  run: ({ db, context }, { by, silenced }) => groupsOf(db, context.workspaceId, by, silenced),
});
