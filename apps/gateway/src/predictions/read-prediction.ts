import { columnsOf, mainOutput, maskColumns, outputColumnsOf } from "@triops/telemetry/predictions/columns";
import type { PredictionRow } from "@triops/telemetry/predictions/prediction-row";
import { type Fields, fieldsOf, ItemRefusal, textField, timeField } from "./fields.ts";

/** What is known of the deployment that an item names. */
export type Settings = { maskColumns: ReadonlySet<string>; retentionDays: number };

export type ReadOptions = {
  /** Of items that name none. */
  deployment: string | null;
  settingsOf(deployment: string): Settings;
  nowMs: number;
};

/** `isTimed`: whether the sender said when it was made. */
export type ReadPrediction = { row: PredictionRow; settings: Settings; isTimed: boolean };

const idCharsMax = 200;
const columnsMax = 1_000;
const nameCharsMax = 200;
const dayMs = 86_400_000;
const aheadMsMax = 10 * 60_000;

/** A prediction that was made elsewhere. @throws ItemRefusal */
export function readPrediction(value: unknown, options: ReadOptions): ReadPrediction {
  const fields = fieldsOf(value);
  const id = idOf(fields);
  const deployment = deploymentOf(fields, options.deployment);
  const settings = options.settingsOf(deployment);
  const bounds = {
    oldestMs: options.nowMs - settings.retentionDays * dayMs,
    newestMs: options.nowMs + aheadMsMax,
  };
  const timeMs = timeField(fields, "time", bounds);
  const input = maskColumns(columnsOf(objectField(fields, "features")), settings.maskColumns);
  const said = outputColumnsOf(fields.output);
  checkColumns([...said.numbers, ...said.texts].map(([name]) => name));
  const error = errorOf(fields);
  if (error === null && mainOutput(said) === "")
    throw new ItemRefusal("output: say what was predicted, or error why nothing was");
  return {
    settings,
    isTimed: timeMs !== null,
    row: {
      deployment,
      timeMs: timeMs ?? options.nowMs,
      predictionId: id,
      requestId: textField(fields, "requestId") ?? id,
      role: "outside",
      variant: textField(fields, "variant") ?? "",
      model: textField(fields, "model", 256) ?? deployment,
      modelVersion: textField(fields, "version", 100) ?? "",
      service: textField(fields, "service") ?? "",
      user: textField(fields, "user") ?? "",
      latencyUs: latencyOf(fields),
      errorCode: error?.code ?? "",
      error: error?.message ?? "",
      input,
      output: maskColumns(said, settings.maskColumns),
      outputName: mainOutput(said),
      difference: Number.NaN,
      sampleRate: 1,
    },
  };
}

export function idOf(fields: Fields): string {
  const id = textField(fields, "id", idCharsMax);
  if (id === null)
    throw new ItemRefusal("id: give each prediction one of your own; labels come back with it");
  return id;
}

export function deploymentOf(fields: Fields, usual: string | null): string {
  const name = textField(fields, "deployment", 256) ?? usual ?? textField(fields, "model", 256);
  if (name === null) throw new ItemRefusal("deployment: name it, or the model");
  return name;
}

function objectField(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new ItemRefusal(`${name}: not an object of columns`);
  checkColumns(Object.keys(value));
  return value as Fields;
}

function checkColumns(names: readonly string[]): void {
  if (names.length > columnsMax) throw new ItemRefusal(`More than ${columnsMax} columns`);
  const long = names.find((name) => name.length > nameCharsMax);
  if (long !== undefined)
    throw new ItemRefusal(`The name of a column is longer than ${nameCharsMax} characters`);
}

function latencyOf(fields: Fields): number {
  const value = fields.latencyMs;
  if (value === undefined || value === null) return 0;
  if (typeof value !== "number" || !(value >= 0 && value <= 86_400_000))
    throw new ItemRefusal("latencyMs: not a number of milliseconds");
  return value * 1_000;
}

function errorOf(fields: Fields): { code: string; message: string } | null {
  const { error } = fields;
  if (error === undefined || error === null || error === false) return null;
  if (typeof error === "string") return { code: "error", message: error.slice(0, 1_000) };
  if (typeof error !== "object" || Array.isArray(error)) throw new ItemRefusal("error: not a text");
  const said = error as Fields;
  return {
    code: textField(said, "code", 100) ?? "error",
    message: (textField(said, "message", 10_000) ?? "").slice(0, 1_000),
  };
}
