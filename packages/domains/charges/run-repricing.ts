import { picodollarsOf, usdText } from "@triops/analysis/pricing/money";
import { createPricer, type Pricer } from "@triops/analysis/pricing/pricer";
import { providerName } from "@triops/analysis/pricing/providers";
import { scopeToWorkspace, type Transaction } from "@triops/database/scoped";
import {
  callsToReprice,
  type NewCost,
  type PricedCall,
  repricedAtOnce,
  writeCosts,
} from "@triops/telemetry/llm/reprice";
import { ownPrices, priceProviders, type RecordedCall } from "../prices/index.ts";
import type { Runtime } from "../runtime.ts";
import { priceAgain } from "./price-again.ts";
import type { Row } from "./store.ts";

/** Calls of one round; each round moves the cursor once. */
const roundMax = 2_000;
/** Calls of a single millisecond, which a round cannot part. */
const millisecondMax = 50_000;

type Prices = { pricer: Pricer; providerOf: (call: RecordedCall) => string | null };

/**
 * Goes through a window of calls, oldest first, round by round; stops between rounds when it was cancelled or `signal`
 * says so, and is taken up where it was by whoever runs it next.
 */
export async function runRepricing(runtime: Runtime, id: string, signal: AbortSignal): Promise<void> {
  const { database } = runtime;
  const started = await database.repricing.findUnique({ where: { id } });
  if (!started) return;
  const db = scopeToWorkspace(database, started.workspaceId) as unknown as Transaction;
  const prices: Prices = {
    pricer: createPricer(await ownPrices(db)),
    providerOf: await priceProviders(db),
  };
  await database.repricing.updateMany({ where: { id, state: "waiting" }, data: { state: "running" } });
  while (!signal.aborted) {
    const row = await database.repricing.findUnique({ where: { id } });
    if (row?.state !== "running") return;
    if (await round(runtime, row, prices)) return;
  }
}

/** @returns whether nothing is left */
async function round(runtime: Runtime, row: Row, prices: Prices): Promise<boolean> {
  const from = row.cursor ?? row.from;
  const { calls, next } = await callsFrom(runtime, row, from);
  const wanted = row.provider === null ? null : providerName(row.provider);
  const costs: NewCost[] = [];
  let [before, after, unpriced, looked] = [0n, 0n, 0, 0];
  for (const call of calls) {
    const provider = prices.providerOf(call);
    if (wanted !== null && provider !== wanted && providerName(call.provider) !== wanted) continue;
    const changed = priceAgain(call, prices.pricer, provider);
    if (changed) costs.push(changed);
    const now = changed ? changed.costUsd : call.costUsd;
    looked += 1;
    before += picodollarsOf(call.costUsd ?? "0") ?? 0n;
    after += picodollarsOf(now ?? "0") ?? 0n;
    if (now === null) unpriced += 1;
  }
  for (let at = 0; at < costs.length; at += repricedAtOnce) {
    const { workspaceId } = row;
    const some = costs.slice(at, at + repricedAtOnce);
    await writeCosts(runtime.telemetry, { workspaceId, revision: revisionOf(row), costs: some });
  }
  const isDone = next >= row.to;
  // Figures and cursor together, and only from where this round began: a round that ran twice counts once.
  await runtime.database.repricing.updateMany({
    where: { id: row.id, state: "running", cursor: row.cursor },
    data: {
      cursor: next,
      callsLooked: { increment: looked },
      callsChanged: { increment: costs.length },
      callsUnpriced: { increment: unpriced },
      beforeUsd: { increment: usdText(before) },
      afterUsd: { increment: usdText(after) },
      ...(isDone ? { state: "done", finishedAt: runtime.clock.now() } : {}),
    },
  });
  return isDone;
}

/** Later runs write higher revisions; rows begin with 0. */
const revisionOf = (row: Row): number => row.createdAt.getTime();

/** A round's calls and where the next begins: between two milliseconds, so that none is met twice or left out. */
async function callsFrom(
  { telemetry }: Runtime,
  row: Row,
  from: Date,
): Promise<{ calls: PricedCall[]; next: Date }> {
  const { workspaceId, model, unpricedOnly, to } = row;
  const selection = { workspaceId, model, unpricedOnly, revision: revisionOf(row) };
  const calls = await callsToReprice(telemetry, { ...selection, window: { from, to } }, roundMax + 1);
  if (calls.length <= roundMax) return { calls, next: to };
  const lastMs = calls.at(-1)?.timeMs ?? from.getTime();
  const whole = calls.filter(({ timeMs }) => timeMs < lastMs);
  if (whole.length > 0) return { calls: whole, next: new Date(lastMs) };
  const next = new Date(lastMs + 1);
  const window = { from: new Date(lastMs), to: next };
  return { calls: await callsToReprice(telemetry, { ...selection, window }, millisecondMax), next };
}
