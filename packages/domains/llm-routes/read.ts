import { unavailable } from "@triops/kernel/errors";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { breakers as breakersOutput, listInput, route, routePage } from "./schemas.ts";
import { openBreaker, openBreakersKey } from "./snapshot-schemas.ts";
import { requireRoute, shown, targetsOf } from "./store.ts";

export const list = defineQuery({
  name: "llm-routes.list",
  permission: "llm-routes:read",
  input: listInput,
  output: routePage,
  run: async ({ db }, { search, name, providerId, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const using = providerId
      ? await db.llmRouteTarget.findMany({ where: { providerId }, select: { routeId: true } })
      : null;
    const rows = await db.llmRoute.findMany({
      ...query,
      where: {
        AND: [where, using ? { id: { in: using.map(({ routeId }) => routeId) } } : {}],
        ...(name ? { name } : {}),
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
      },
    });
    const targets = await targetsOf(
      db,
      rows.map(({ id }) => id),
    );
    return pageResult(rows, page, (row) => shown({ ...row, targets: targets.get(row.id) ?? [] }));
  },
});

export const get = defineQuery({
  name: "llm-routes.get",
  permission: "llm-routes:read",
  input: idInput,
  output: route,
  run: async ({ db }, { id }) => shown(await requireRoute(db, id)),
});

/** Targets that gateways keep calls away from right now. @throws unavailable while Redis is away */
export const breakers = defineQuery({
  name: "llm-routes.breakers",
  permission: "llm-routes:read",
  input: idInput,
  output: breakersOutput,
  run: async ({ db, runtime, context }, { id }) => {
    const { targets } = await requireRoute(db, id);
    const fields = await runtime.redis.hgetall(openBreakersKey(id)).catch((error) => {
      throw unavailable("Breakers are not known while Redis is away", { cause: error });
    });
    const open = Object.entries(fields).flatMap(([field, json]) => {
      const parsed = openBreaker.safeParse(JSON.parse(json));
      const target = targets.find((one) => field.endsWith(`:${one.id}`));
      if (!parsed.success || !target || parsed.data.openUntilMs <= context.now.getTime()) return [];
      return [{ targetId: target.id, ...parsed.data }];
    });
    const data = [...Map.groupBy(open, ({ targetId }) => targetId)].map(([targetId, all]) => {
      const last = all.toSorted((a, b) => b.openUntilMs - a.openUntilMs)[0];
      return {
        targetId,
        gateways: all.length,
        openUntil: new Date(last?.openUntilMs ?? 0),
        errorClass: last?.errorClass ?? "",
        failures: all.reduce((sum, one) => sum + one.failures, 0),
      };
    });
    return { data };
  },
});
