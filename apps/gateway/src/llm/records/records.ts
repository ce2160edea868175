import type { Pricer } from "@triops/analysis/pricing/pricer";
import type { Logger } from "@triops/kernel/logger";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { writeLlmSpan } from "@triops/telemetry/llm/llm-span-row";
import { writeSpan } from "@triops/telemetry/tables/spans";
import { TwoGenerations } from "../../ingest/two-generations.ts";
import type { CallOutcome, LlmCall } from "../call.ts";
import type { LimitsLedger } from "../limits/limits.ts";
import { nanoOf } from "../limits/money.ts";
import type { Records } from "../ports.ts";
import { type Charge, chargeOf, usageOf } from "./charge.ts";
import { createCounter } from "./counter.ts";
import type { SpooledCall } from "./frames.ts";
import { llmRowOf } from "./llm-row.ts";
import { messagesOf } from "./parts.ts";
import { type Recorded, spanOf } from "./span.ts";
import { createSpool, type SpoolState } from "./spool.ts";

export type RecordsState = SpoolState & {
  estimated: number;
  unpriced: number;
  failed: number;
  refusalsCounted: number;
};

export type CallRecords = Records & { state(): RecordsState; close(): Promise<void> };

export type RecordsOptions = {
  telemetry: Telemetry;
  limits: LimitsLedger;
  pricerOf: (workspaceId: string) => Pricer;
  /** Where finished calls wait for their stores; of this machine's gateways only. */
  folder: string;
  /** Of the folder; beyond it calls are refused. */
  bytesMax?: number;
  log: Logger;
  now: () => number;
};

const bytesMaxDefault = 512 * 1024 * 1024;
/** Of a workspace; those on top are counted only. */
const refusalsPerSecondMax = 20;
const workspacesRemembered = 5_000;

/**
 * The record of every call: priced, then written to the spool together with those that end in the same turn of the event
 * loop, before the call's last byte goes out. Rows and counters follow behind the answer.
 */
export function createRecords(options: RecordsOptions): CallRecords {
  const { telemetry, limits, pricerOf, folder, log, now } = options;
  const spool = createSpool({
    folder,
    bytesMax: options.bytesMax ?? bytesMaxDefault,
    telemetry,
    scripts: limits.scripts,
    log,
    now,
  });
  const counter = createCounter(log);
  const workspaces = new TwoGenerations<Buffer>(workspacesRemembered);
  const counts = { estimated: 0, unpriced: 0, failed: 0, refusalsCounted: 0 };
  /** Of refused calls in the running second, by workspace. */
  const refusals = { second: 0, byWorkspace: new Map<string, number>() };
  let group: Group | null = null;

  const workspaceOf = (id: string): Buffer => {
    const known = workspaces.get(id);
    if (known) return known;
    const bytes = uuidBytes(id);
    workspaces.set(id, bytes);
    return bytes;
  };

  /** A caller over its limit may come back thousands of times a second: the first few of them are evidence enough. */
  const isOneOfTooMany = ({ workspaceId }: LlmCall): boolean => {
    const second = Math.floor(now() / 1_000);
    if (refusals.second !== second) {
      refusals.second = second;
      refusals.byWorkspace.clear();
    }
    const seen = (refusals.byWorkspace.get(workspaceId) ?? 0) + 1;
    refusals.byWorkspace.set(workspaceId, seen);
    return seen > refusalsPerSecondMax;
  };

  const add = (recorded: Recorded, settlement: SpooledCall["settlement"]): Promise<void> => {
    const { call } = recorded;
    const workspace = workspaceOf(call.workspaceId);
    // Each row on its own: a fault must not leave half of one to the others of the group.
    const [spanRow, llmRow] = [new RowWriter(2_048), new RowWriter(1_024)];
    writeSpan(spanRow, workspace, spanOf(recorded), call.retentionDays, now());
    writeLlmSpan(llmRow, workspace, llmRowOf(recorded), call.retentionDays, now());
    const [span, llmSpan] = [spanRow.take(), llmRow.take()];
    if (!group) {
      group = newGroup();
      setImmediate(commit);
    }
    group.spans.push(span);
    group.llmSpans.push(llmSpan);
    group.calls.push({
      settlement,
      spanId: call.spanId,
      spanBytes: span.length,
      llmSpanBytes: llmSpan.length,
    });
    return group.done;
  };

  const commit = () => {
    const sealed = group;
    group = null;
    if (!sealed) return;
    const { calls, spans, llmSpans, resolve } = sealed;
    spool.write({ calls, spans: joined(spans), llmSpans: joined(llmSpans) }).then(resolve, resolve);
  };

  const record = async (
    call: LlmCall,
    outcome: CallOutcome,
    reservation: Parameters<Records["finish"]>[2],
  ): Promise<Charge> => {
    const input = messagesOf(call.body.messages ?? call.body.input);
    const output = messagesOf(outcome.output, "assistant");
    const usage = await usageOf(call, outcome, counter, { input, output });
    const priced = chargeOf(call, outcome, usage, pricerOf(call.workspaceId));
    const charge = limits.wasLocal(reservation)
      ? { ...priced, flags: [...priced.flags, "limits_local"] }
      : priced;
    if (usage?.estimated) counts.estimated++;
    if (charge.unpriced !== "") counts.unpriced++;
    const isCached = outcome.cache === "hit";
    const settlement = limits.settlementOf(call, reservation, {
      nano: nanoOf(charge.cost ?? 0n),
      inputTokens: isCached ? 0 : charge.inputTokens,
      outputTokens: isCached ? 0 : charge.outputTokens,
      endedMs: outcome.endedMs,
    });
    await add(
      { call, outcome, charge, input, output },
      { ...settlement, scopes: [...settlement.scopes], tokens: settlement.tokens.map((one) => [...one]) },
    );
    return charge;
  };

  return {
    refusal: spool.refusal,
    async finish(call, outcome, reservation) {
      const isRefused = outcome.error?.class === "limit" && reservation === null;
      if (isRefused && isOneOfTooMany(call)) {
        counts.refusalsCounted++;
        return { costUsd: null, estimated: false };
      }
      try {
        // What nobody was asked is not kept.
        const kept = isRefused ? { ...call, logBodies: false } : call;
        const { costUsd, usage } = await record(kept, outcome, reservation);
        return { costUsd, estimated: usage?.estimated ?? false };
      } catch (error) {
        // A fault of ours must not take the answer away; it is counted and shown.
        counts.failed++;
        log.error({ err: error, call: call.id }, "the record of a model call could not be made");
        if (reservation) limits.release(reservation);
        return { costUsd: null, estimated: false };
      }
    },
    state: () => ({ ...spool.state(), ...counts }),
    async close() {
      commit();
      await counter.close();
      await spool.close();
    },
  };
}

type Group = {
  calls: SpooledCall[];
  spans: Buffer[];
  llmSpans: Buffer[];
  done: Promise<void>;
  resolve(): void;
};

function newGroup(): Group {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { calls: [], spans: [], llmSpans: [], done: promise, resolve };
}

const joined = (rows: readonly Buffer[]): Buffer =>
  rows.length === 1 && rows[0] ? rows[0] : Buffer.concat(rows);
