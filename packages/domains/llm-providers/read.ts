import { unavailable } from "@triops/kernel/errors";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { providerHealthKey } from "./health-keys.ts";
import { healthInput, health as healthOutput, listInput, provider, providerPage } from "./schemas.ts";
import { requireProvider, routesOf, shown, shownNow } from "./store.ts";

export const list = defineQuery({
  name: "llm-providers.list",
  permission: "llm-providers:read",
  input: listInput,
  output: providerPage,
  run: async ({ db }, { search, kind, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.llmProvider.findMany({
      ...query,
      where: {
        ...where,
        ...(kind ? { kind } : {}),
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
      },
    });
    const routes = await routesOf(
      db,
      rows.map(({ id }) => id),
    );
    return pageResult(rows, page, (row) => shown(row, routes.get(row.id) ?? []));
  },
});

export const get = defineQuery({
  name: "llm-providers.get",
  permission: "llm-providers:read",
  input: idInput,
  output: provider,
  run: async ({ db }, { id }) => shownNow(db, await requireProvider(db, id)),
});

const minutes = 15;
/** Of its calls; below it a failure now and then is nothing to act upon. */
const failingShare = 0.1;

/** How providers did in the last minutes, as the gateways saw it. @throws unavailable while Redis is away */
export const health = defineQuery({
  name: "llm-providers.health",
  permission: "llm-providers:read",
  input: healthInput,
  output: healthOutput,
  run: async ({ db, runtime, context }, { ids }) => {
    const rows = await db.llmProvider.findMany({
      where: ids.length > 0 ? { id: { in: ids } } : {},
      select: { id: true },
      orderBy: { id: "desc" },
      take: 200,
    });
    const asked = runtime.redis.pipeline();
    for (let minute = 0; minute < minutes; minute++)
      asked.hgetall(providerHealthKey(new Date(context.now.getTime() - minute * 60_000)));
    const answers = await asked.exec().catch((error) => {
      throw unavailable("Health is not known while Redis is away", { cause: error });
    });
    const counts = new Map<string, Map<string, number>>();
    for (const [, fields] of answers ?? []) {
      for (const [field, text] of Object.entries((fields ?? {}) as Record<string, string>)) {
        const [id = "", outcome = ""] = field.split(":", 2);
        const own = counts.get(id) ?? new Map<string, number>();
        counts.set(id, own.set(outcome, (own.get(outcome) ?? 0) + (Number(text) || 0)));
      }
    }
    return { minutes, data: rows.map(({ id }) => healthOf(id, counts.get(id) ?? new Map())) };
  },
});

function healthOf(id: string, counts: ReadonlyMap<string, number>) {
  const errors = [...counts].filter(([outcome]) => outcome !== "ok" && outcome !== "ms");
  const failures = errors.reduce((sum, [, count]) => sum + count, 0);
  const succeeded = counts.get("ok") ?? 0;
  const calls = succeeded + failures;
  return {
    id,
    state: calls === 0 ? "idle" : failures > calls * failingShare ? "failing" : "ok",
    calls,
    failures,
    errors: Object.fromEntries(errors),
    latencyMsMean: succeeded > 0 ? Math.round((counts.get("ms") ?? 0) / succeeded) : null,
  };
}
