import type { Runtime } from "../runtime.ts";
import type { Evaluator } from "./evaluator.ts";
import { type Stamp, stamp, writeWatched } from "./hot-store.ts";
import type { HotMonitor, Rule, Watched } from "./watched.ts";

type At = {
  runtime: Runtime;
  now: number;
  /** Collects what screens show of small monitors; written once per run. */
  latest: { rule: Rule; watched: Watched }[];
};

/** Screens of monitors with at most this many series show the last value of each run. */
const latestSeriesMax = 500;
/** Memory is stored this often; what came after is judged again after a crash, from ClickHouse. */
const storeEveryMs = (seriesCount: number): number => (seriesCount <= latestSeriesMax ? 5 : 30) * 60_000;
/** Series made into text in one go before others get the processor. */
const seriesPerTurn = 500;

/** After each run: all of the memory when it is time, else what screens show. */
export async function keep(at: At, hot: HotMonitor): Promise<void> {
  if (at.now - hot.storedAt >= storeEveryMs(hot.series.size)) await store(at, hot);
  else await show(at, hot);
}

/** Between two of those: new series appear on screens at once, and small monitors show their last values. */
async function show({ runtime, latest }: At, hot: HotMonitor): Promise<void> {
  const { database } = runtime;
  const dirty = [...hot.series.values()].filter((watched) => watched.dirty);
  const fresh = dirty.filter((watched) => !watched.stored);
  if (hot.series.size <= latestSeriesMax) {
    for (const watched of dirty) if (watched.stored) latest.push({ rule: hot.rule, watched });
  }
  for (let i = 0; i < fresh.length; i += seriesPerTurn) {
    await writeWatched(database, hot.rule, fresh.slice(i, i + seriesPerTurn));
  }
}

/** Stores the memory of every series that changed; from here on a restart goes on where we are. */
async function store({ runtime, now }: Pick<At, "runtime" | "now">, hot: HotMonitor): Promise<void> {
  const dirty = [...hot.series.values()].filter((watched) => watched.dirty);
  for (let i = 0; i < dirty.length; i += seriesPerTurn) {
    await writeWatched(runtime.database, hot.rule, dirty.slice(i, i + seriesPerTurn));
  }
  hot.storedTo = hot.judgedTo;
  hot.storedAt = now;
}

/** Stores what every monitor remembers, before the process ends. */
export async function storeAll(runtime: Runtime, evaluator: Evaluator, now: Date): Promise<void> {
  const stamps: Stamp[] = [];
  for (const hot of evaluator.hot.values()) {
    if (hot.judgedTo <= hot.storedTo) continue;
    await store({ runtime, now: now.getTime() }, hot);
    const { id, version, evaluatedAt } = hot.rule;
    if (evaluatedAt === null) continue;
    stamps.push({
      id,
      version,
      evaluatedAt,
      watermark: hot.storedTo,
      seriesCount: null,
      seriesTotal: null,
      error: null,
    });
  }
  await stamp(runtime.database, stamps);
}
