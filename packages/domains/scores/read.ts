import { idInput, pageQuery, pageResult } from "../paging.ts";
import { windowOf } from "../query-text.ts";
import { defineQuery } from "../verb.ts";
import type { ScoreKind } from "./rules.ts";
import { listInput, score, scorePage, summaryInput, summary as summaryOutput } from "./schemas.ts";
import { requireScore } from "./store.ts";

export const list = defineQuery({
  name: "scores.list",
  permission: "scores:read",
  input: listInput,
  output: scorePage,
  run: async ({ db }, { cursor, limit, ...asked }) => {
    const page = { cursor, limit };
    const { where, ...query } = pageQuery(page);
    const wanted = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const rows = await db.score.findMany({ ...query, where: { ...where, ...wanted } });
    return pageResult(rows, page, (row) => row);
  },
});

export const get = defineQuery({
  name: "scores.get",
  permission: "scores:read",
  input: idInput,
  output: score,
  run: ({ db }, { id }) => requireScore(db, id),
});

const usualMs = 30 * 86_400_000;
const namesMax = 200;

/** Names of scores that were given, most used first. */
export const summary = defineQuery({
  name: "scores.summary",
  permission: "scores:read",
  input: summaryInput,
  output: summaryOutput,
  run: async ({ db, context }, range) => {
    const { from, to } = windowOf(range, context.now, usualMs);
    const groups = await db.score.groupBy({
      by: ["name", "kind"],
      where: { at: { gte: from, lte: to } },
      _count: { _all: true },
      _avg: { number: true },
      orderBy: { _count: { name: "desc" } },
      take: namesMax,
    });
    return {
      data: groups.map(({ name, kind, _count, _avg }) => ({
        name,
        kind: kind as ScoreKind,
        count: _count._all,
        mean: _avg.number,
      })),
    };
  },
});
