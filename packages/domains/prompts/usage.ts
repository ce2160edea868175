import { invalid } from "@triops/kernel/errors";
import {
  promptCallers,
  promptTotals,
  promptVersionSeries,
  promptVersionTotals,
} from "@triops/telemetry/llm/prompt-usage";
import { rangeMsMax, windowOf } from "../query-text.ts";
import { defineQuery } from "../verb.ts";
import { qualityOf } from "./quality.ts";
import { requirePrompt } from "./store.ts";
import { figuresInput, figuresOfMany, promptUsage, usageInput } from "./usage-schemas.ts";

const usualMs = 7 * 86_400_000;
/** Marks on one chart. */
const movesMax = 200;

function askedWindow(range: { from?: string | undefined; to?: string | undefined }, now: Date) {
  const window = windowOf(range, now, usualMs);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The time ends before it begins", [{ path: "to", message: "After from" }]);
  if (spanMs > rangeMsMax) throw invalid("At most 400 days", [{ path: "from", message: "Too long ago" }]);
  return window;
}

/** Calls, cost and latency of the prompts of a list; those that nobody called are not in the answer. */
export const usageOfMany = defineQuery({
  name: "prompts.figures",
  permission: "prompts:read",
  input: figuresInput,
  output: figuresOfMany,
  run: async ({ db, runtime, context }, { ids, ...range }) => {
    const window = askedWindow(range, context.now);
    const rows = await db.prompt.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    const { workspaceId } = context;
    const names = rows.map(({ name }) => name);
    const totals = await promptTotals(runtime.telemetry, { workspaceId, window, names });
    return {
      ...window,
      data: rows.flatMap(({ id, name }) => {
        const figures = totals.get(name);
        return figures ? [{ id, ...figures }] : [];
      }),
    };
  },
});

/** Which services, keys and routes call which version, and how each version does over time. */
export const usage = defineQuery({
  name: "prompts.usage",
  permission: "prompts:read",
  input: usageInput,
  output: promptUsage,
  run: async (reading, { id, ...range }) => {
    const { db, runtime, context } = reading;
    const of = await requirePrompt(db, id);
    const window = askedWindow(range, context.now);
    const question = { workspaceId: context.workspaceId, window, name: of.name };
    const { telemetry } = runtime;
    const [versions, callers, series, quality, moves] = await Promise.all([
      promptVersionTotals(telemetry, question),
      promptCallers(telemetry, question),
      promptVersionSeries(telemetry, question),
      qualityOf(reading, question),
      db.promptLabelMove.findMany({
        where: { promptId: id, at: { gte: window.from, lte: window.to } },
        orderBy: { id: "desc" },
        take: movesMax,
      }),
    ]);
    const keys = await db.apiKey.findMany({
      where: { id: { in: [...new Set(callers.map(({ keyId }) => keyId))].filter(isId) } },
      select: { id: true, name: true },
    });
    const nameOf = new Map(keys.map((key) => [key.id, key.name]));
    return {
      ...window,
      versions: versions.map((figures) => ({
        ...figures,
        quality: quality.totals.get(figures.version) ?? [],
      })),
      callers: callers.map((caller) => ({ ...caller, keyName: nameOf.get(caller.keyId) ?? "" })),
      series,
      quality: { since: quality.since, scores: quality.series },
      moves,
    };
  },
});

const isId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);
