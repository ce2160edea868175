import type { LabelRow } from "@triops/telemetry/predictions/label-row";
import { fieldsOf, ItemRefusal, timeField } from "./fields.ts";
import { deploymentOf, idOf, type ReadOptions, type Settings } from "./read-prediction.ts";

const labelCharsMax = 1_000;
/** A label may be about a time long ago: it is kept from its arrival. */
const oldestMs = 0;
const aheadMsMax = 10 * 60_000;

/** What turned out to be true of a prediction, however late. @throws ItemRefusal */
export function readLabel(value: unknown, options: ReadOptions): { row: LabelRow; settings: Settings } {
  const fields = fieldsOf(value);
  const predictionId = idOf(fields);
  const deployment = deploymentOf(fields, options.deployment);
  const { nowMs } = options;
  const timeMs = timeField(fields, "time", { oldestMs, newestMs: nowMs + aheadMsMax }) ?? nowMs;
  return {
    settings: options.settingsOf(deployment),
    row: { deployment, predictionId, timeMs, receivedAtMs: nowMs, value: labelOf(fields.label) },
  };
}

function labelOf(label: unknown): number | string {
  if (typeof label === "number" && Number.isFinite(label)) return label;
  if (typeof label === "boolean") return String(label);
  if (typeof label !== "string" || label === "")
    throw new ItemRefusal("label: a number, a text or a truth value");
  if (label.length > labelCharsMax) throw new ItemRefusal(`label: longer than ${labelCharsMax} characters`);
  return label;
}
