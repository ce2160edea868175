import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { alert, alertPage, historyInput, historyPage, listInput } from "./schemas.ts";
import { requireAlert } from "./store.ts";

export const list = defineQuery({
  name: "alerts.list",
  permission: "alerts:read",
  input: listInput,
  output: alertPage,
  run: async ({ db }, { state, severity, monitorId, incidentId, search, from, to, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.alert.findMany({
      ...query,
      where: {
        ...where,
        ...(state ? { state } : {}),
        ...(severity ? { severity } : {}),
        ...(monitorId ? { monitorId } : {}),
        ...(incidentId ? { incidentId } : {}),
        ...(search ? { title: { contains: search, mode: "insensitive" as const } } : {}),
        ...(from || to ? { openedAt: { ...(from && { gte: from }), ...(to && { lt: to }) } } : {}),
      },
    });
    return pageResult(rows, page, (row) => row);
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
