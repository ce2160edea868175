import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { knownPredictionIds } from "@triops/telemetry/predictions/known-ids";
import { writeLabel } from "@triops/telemetry/predictions/label-row";
import { writePrediction } from "@triops/telemetry/predictions/prediction-row";
import type { BatchWriter } from "../ingest/batch-writer.ts";
import type { Deployments } from "../snapshot/deployments.ts";
import { ItemRefusal } from "./fields.ts";
import { createTurns } from "./in-turn.ts";
import type { ItemFault, Items } from "./items.ts";
import type { PredictionCounts } from "./prediction-log.ts";
import { readLabel } from "./read-label.ts";
import { type ReadOptions, type ReadPrediction, readPrediction, type Settings } from "./read-prediction.ts";

export type TakeIn = {
  telemetry: Telemetry;
  writers: { predictions: BatchWriter; labels: BatchWriter };
  deployments: Deployments;
  predictionLog: PredictionCounts;
};

export type Taken = { accepted: number; duplicates: number; faults: ItemFault[] };

/** A prediction without a time of its own is looked for among those of the last days. */
const untimedMs = 2 * 86_400_000;
const inTurn = createTurns();

/** Stores predictions that are not there yet, by their ids. Returns when they are durable. @throws unavailable */
export async function takePredictions(
  parts: TakeIn,
  key: PublishedKey,
  { items, faults }: Items,
  usual: string | null,
  nowMs: number,
): Promise<Taken> {
  const options = readOptions(parts.deployments, key, usual, nowMs);
  const refused = [...faults];
  const byDeployment = new Map<string, Map<string, ReadPrediction>>();
  let duplicates = 0;
  each(items, refused, (value) => {
    const one = readPrediction(value, options);
    const group = byDeployment.get(one.row.deployment) ?? new Map<string, ReadPrediction>();
    byDeployment.set(one.row.deployment, group);
    if (group.has(one.row.predictionId)) duplicates++;
    else group.set(one.row.predictionId, one);
  });
  let accepted = 0;
  for (const [deployment, group] of byDeployment) {
    const stored = await inTurn(`${key.workspaceId}/${deployment}`, () =>
      storeNew(parts, key, deployment, group, nowMs),
    );
    accepted += stored;
    duplicates += group.size - stored;
  }
  return { accepted, duplicates, faults: refused };
}

async function storeNew(
  { telemetry, writers, predictionLog }: TakeIn,
  { workspaceId }: PublishedKey,
  deployment: string,
  group: ReadonlyMap<string, ReadPrediction>,
  nowMs: number,
): Promise<number> {
  const rows = [...group.values()];
  const times = rows.map(({ row, isTimed }) => (isTimed ? row.timeMs : nowMs));
  const oldest = rows.some(({ isTimed }) => !isTimed) ? [nowMs - untimedMs] : [];
  const window = {
    from: new Date(Math.min(...oldest, ...times)),
    to: new Date(Math.max(...times) + 1),
  };
  const known = await knownPredictionIds(telemetry, {
    workspaceId,
    deployment,
    ids: [...group.keys()],
    window,
  });
  const fresh = rows.filter(({ row }) => !known.has(row.predictionId));
  const writer = new RowWriter(fresh.length * 512);
  const workspace = uuidBytes(workspaceId);
  for (const { row, settings } of fresh) writePrediction(writer, workspace, row, settings.retentionDays);
  if (fresh.length > 0) await writers.predictions.add(writer.take(), fresh.length);
  for (const { row } of fresh) {
    const { role, variant, model, modelVersion, timeMs, latencyUs, errorCode } = row;
    predictionLog.count(
      { workspaceId, deployment, role, variant, model, modelVersion },
      { timeMs, latencyUs, failed: errorCode !== "", predictions: 1 },
    );
  }
  return fresh.length;
}

/** Stores labels; one that is sent again replaces itself. Returns when they are durable. @throws unavailable */
export async function takeLabels(
  { writers, deployments }: TakeIn,
  key: PublishedKey,
  { items, faults }: Items,
  usual: string | null,
  nowMs: number,
): Promise<Taken> {
  const options = readOptions(deployments, key, usual, nowMs);
  const refused = [...faults];
  const writer = new RowWriter(items.length * 128);
  const workspace = uuidBytes(key.workspaceId);
  each(items, refused, (value) => {
    const { row, settings } = readLabel(value, options);
    writeLabel(writer, workspace, row, settings.retentionDays);
  });
  const accepted = writer.rows;
  if (accepted > 0) await writers.labels.add(writer.take(), accepted);
  return { accepted, duplicates: 0, faults: refused };
}

function each(items: Items["items"], refused: ItemFault[], take: (value: unknown) => void): void {
  for (const { line, value } of items) {
    try {
      take(value);
    } catch (error) {
      if (!(error instanceof ItemRefusal)) throw error;
      refused.push({ line, id: idIn(value), message: error.message });
    }
  }
}

function idIn(value: unknown): string | null {
  const id = typeof value === "object" && value !== null ? (value as { id?: unknown }).id : null;
  return typeof id === "string" ? id.slice(0, 200) : null;
}

function readOptions(
  deployments: Deployments,
  key: PublishedKey,
  deployment: string | null,
  nowMs: number,
): ReadOptions {
  const known = new Map<string, Settings>();
  return {
    deployment,
    nowMs,
    settingsOf(name) {
      let settings = known.get(name);
      if (!settings) {
        const logging = deployments.find(key.workspaceId, name)?.logging;
        settings = {
          maskColumns: new Set(logging?.maskColumns),
          retentionDays: logging?.retentionDays ?? key.retentionDays,
        };
        known.set(name, settings);
      }
      return settings;
    },
  };
}
