/**
 * Dashboards among thousands (p95 in milliseconds; bars: lists and saves 150).
 *
 * `pnpm bench dashboards [-- --dashboards 5000 --turns 50]`: stores of its own. Each figure is one call of the verb
 * that the API runs; every dashboard has 30 panels.
 */
import { parseArgs } from "node:util";
import { facets, get, list, versions } from "@triops/domains/dashboards/read";
import { model as modelSchema } from "@triops/domains/dashboards/schemas";
import { starters } from "@triops/domains/dashboards/starters";
import { update } from "@triops/domains/dashboards/update";
import { newId } from "@triops/kernel/ids";
import { startLedger } from "./alerts/ledger.ts";
import { p95 } from "./lists/list.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    dashboards: { type: "string", default: "5000" },
    turns: { type: "string", default: "50" },
  },
});
const total = Number(values.dashboards);
const turns = Number(values.turns);
const panelsEach = 30;
const barMs = 150;

const modelOf = (i: number) =>
  modelSchema.parse({
    title: `Dashboard ${i} of team ${i % 40}`,
    tags: [`team-${i % 40}`, `kind-${i % 7}`],
    folder: `folder ${i % 25}`,
    sections: [
      {
        id: "s1",
        panels: Array.from({ length: panelsEach }, (_, at) => ({
          id: `p${at}`,
          type: "timeseries",
          title: `Panel ${at}`,
          place: { x: (at % 2) * 12, y: Math.floor(at / 2) * 8, w: 12, h: 8 },
          queries: [{ kind: "promql", refId: "A", expr: `sum(rate(metric_${at}[$__rate_interval]))` }],
        })),
      },
    ],
  });

const ledger = await startLedger();
const { runtime, workspaceId, caller } = ledger;
try {
  const { actor } = caller().context;
  const rows = Array.from({ length: total }, (_, i) => {
    const model = modelOf(i);
    const { title, tags, folder } = model;
    const by = { updatedById: actor.id, updatedByName: actor.name, createdById: actor.id };
    return { id: newId(), workspaceId, title, tags, folder, model, panelCount: panelsEach, ...by };
  });
  for (let at = 0; at < rows.length; at += 250) {
    await runtime.database.dashboard.createMany({ data: rows.slice(at, at + 250) });
  }
  const ids = rows.map((row) => row.id);
  const versionOf = new Map<string, number>();
  const cursor = (await list.call(caller(), { limit: 200 })).nextCursor ?? undefined;
  const questions: Record<string, (turn: number) => Promise<unknown>> = {
    list: () => list.call(caller(), {}),
    "list, a later page": () => list.call(caller(), { cursor }),
    "list, one tag": (turn) => list.call(caller(), { tag: `team-${turn % 40}` }),
    "list, words in the title": (turn) => list.call(caller(), { search: `dashboard ${turn * 17} of` }),
    "tags and folders": () => facets.call(caller(), {}),
    "one dashboard": (turn) => get.call(caller(), { id: ids[turn % ids.length] ?? "" }),
    "its versions": (turn) => versions.call(caller(), { id: ids[turn % ids.length] ?? "" }),
    "built-in ones": () => starters.call(caller(), {}),
    save: async (turn) => {
      const id = ids[turn % 10] ?? "";
      const version = versionOf.get(id) ?? 1;
      await update.call(caller(), { id, version, model: modelOf(turn) });
      versionOf.set(id, version + 1);
    },
  };
  const figures: Figure[] = [];
  for (const [what, ask] of Object.entries(questions)) {
    const times: number[] = [];
    await ask(total);
    for (let turn = 0; turn < turns; turn++) {
      const startedMs = performance.now();
      await ask(turn);
      times.push(performance.now() - startedMs);
    }
    figures.push({
      name: `dashboards: ${what}`,
      value: p95(times),
      unit: "ms p95",
      peer: { name: "bar", value: barMs },
    });
  }
  report("dashboards", figures, { dashboards: total, turns, panelsEach });
} finally {
  await ledger.close();
}
