import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { columnsOf, mainOutput, outputColumnsOf } from "./columns.ts";
import { labelColumns, labelsTable, writeLabel } from "./label-row.ts";
import {
  type PredictionRole,
  predictionColumns,
  predictionsTable,
  writePrediction,
} from "./prediction-row.ts";
import { createTrafficCounts, trafficTable } from "./traffic-rows.ts";

export type TestPrediction = {
  deployment: string;
  time: Date;
  id?: string;
  role?: PredictionRole;
  variant?: string;
  model?: string;
  version?: string;
  user?: string;
  latencyMs?: number;
  error?: string;
  features?: Record<string, unknown>;
  output?: unknown;
  difference?: number;
};

/** Stores and counts predictions as the gateway would. For tests, seeds and benches. */
export async function putPredictions(
  telemetry: Telemetry,
  workspaceId: string,
  predictions: readonly TestPrediction[],
  retentionDays = 3_650,
): Promise<void> {
  const rows = new RowWriter(predictions.length * 256);
  const traffic = createTrafficCounts();
  const workspace = uuidBytes(workspaceId);
  for (const one of predictions) {
    const id = one.id ?? randomUUID();
    const output = outputColumnsOf(one.output);
    const { deployment, role = "champion", variant = "", model = "fraud", version = "1" } = one;
    const latencyUs = (one.latencyMs ?? 5) * 1_000;
    const timeMs = one.time.getTime();
    writePrediction(
      rows,
      workspace,
      {
        ...{
          deployment,
          timeMs,
          predictionId: id,
          requestId: id,
          role,
          variant,
          model,
          modelVersion: version,
        },
        ...{ service: "", user: one.user ?? "", latencyUs },
        ...{ errorCode: one.error ?? "", error: one.error ?? "" },
        input: columnsOf(one.features ?? {}),
        output,
        outputName: mainOutput(output),
        difference: one.difference ?? Number.NaN,
        sampleRate: 1,
      },
      retentionDays,
    );
    traffic.add(
      { workspaceId, deployment, role, variant, model, modelVersion: version },
      { timeMs, latencyUs, failed: one.error !== undefined, predictions: 1 },
    );
  }
  const token = randomUUID();
  await telemetry.insertBinary({
    table: predictionsTable,
    columns: predictionColumns,
    body: [rows.take()],
    token,
  });
  await telemetry.insertRows({ table: trafficTable, rows: traffic.take(), token });
}

export async function putLabels(
  telemetry: Telemetry,
  workspaceId: string,
  labels: readonly { deployment: string; id: string; value: number | string; time: Date }[],
): Promise<void> {
  const rows = new RowWriter(labels.length * 96);
  for (const { deployment, id, value, time } of labels) {
    const timeMs = time.getTime();
    const row = { deployment, predictionId: id, timeMs, receivedAtMs: timeMs, value };
    writeLabel(rows, uuidBytes(workspaceId), row, 3_650);
  }
  const body = [rows.take()];
  await telemetry.insertBinary({ table: labelsTable, columns: labelColumns, body, token: randomUUID() });
}
