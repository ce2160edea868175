import type { RowWriter } from "../client/row-binary.ts";

export const predictionsTable = "predictions";
export const predictionColumns = [
  "workspace_id",
  "deployment",
  "time",
  "prediction_id",
  "request_id",
  "role",
  "variant",
  "model",
  "model_version",
  "service",
  "user",
  "latency_us",
  "error_code",
  "error",
  "numbers",
  "texts",
  "output_numbers",
  "output_texts",
  "output_name",
  "difference",
  "sample_rate",
  "retention_days",
] as const;

export type Numbers = readonly (readonly [string, number])[];
export type Texts = readonly (readonly [string, string])[];

/** Columns of an input or an answer: numbers as numbers, everything else as text. */
export type Columns = { numbers: Numbers; texts: Texts };

export type PredictionRole = "champion" | "canary" | "shadow" | "outside";

export type PredictionRow = {
  deployment: string;
  timeMs: number;
  predictionId: string;
  requestId: string;
  role: PredictionRole;
  variant: string;
  model: string;
  modelVersion: string;
  service: string;
  user: string;
  latencyUs: number;
  /** Empty: answered. */
  errorCode: string;
  error: string;
  input: Columns;
  output: Columns;
  /** The column of the answer that charts and guards look at; empty without an answer. */
  outputName: string;
  /** NaN for anything but a shadow's answer. */
  difference: number;
  /** Share of predictions like this one that are stored, above 0 to 1. */
  sampleRate: number;
};

export function writePrediction(
  writer: RowWriter,
  workspace: Buffer,
  row: PredictionRow,
  retentionDays: number,
): void {
  writer.raw(workspace);
  writer.text(row.deployment);
  writer.i64Number(row.timeMs);
  writer.text(row.predictionId);
  writer.text(row.requestId);
  writer.text(row.role);
  writer.text(row.variant);
  writer.text(row.model);
  writer.text(row.modelVersion);
  writer.text(row.service);
  writer.text(row.user);
  writer.u64(BigInt(Math.max(0, Math.round(row.latencyUs))));
  writer.text(row.errorCode);
  writer.text(row.error);
  writeNumbers(writer, row.input.numbers);
  writer.map(row.input.texts);
  writeNumbers(writer, row.output.numbers);
  writer.map(row.output.texts);
  writer.text(row.outputName);
  writer.f64(row.difference);
  writer.raw(Buffer.from(Float32Array.of(row.sampleRate).buffer));
  writer.u16(retentionDays);
  writer.endRow();
}

function writeNumbers(writer: RowWriter, numbers: Numbers): void {
  writer.length(numbers.length);
  for (const [name, value] of numbers) {
    writer.text(name);
    writer.f64(value);
  }
}
