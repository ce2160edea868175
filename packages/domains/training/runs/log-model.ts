import { invalid } from "@triops/kernel/errors";
import type { Caller } from "../../runtime.ts";
import { accessTo } from "../access.ts";
import { limits } from "../limits.ts";
import { requireActiveRun } from "./entity.ts";
import { logBatch } from "./log.ts";

const historyTag = "mlflow.log-model.history";

/** What clients before MLflow 3 say of a model that they logged: one more entry in a tag. @throws notFound, invalid */
export async function logModelHistory(caller: Caller, runId: string, modelJson: string): Promise<void> {
  const access = accessTo(caller, "write");
  const model = parsed(modelJson);
  const isModel =
    typeof model === "object" &&
    model !== null &&
    ["flavors", "utc_time_created"].every((key) => key in model);
  if (!isModel) throw invalid("Malformed model info: flavors and utc_time_created are needed");
  const run = await requireActiveRun(access, runId);
  const tag = await access.db.runTag.findFirst({ where: { runId: run.id, key: historyTag } });
  const before = parsed(tag?.value ?? "[]");
  const value = JSON.stringify([...(Array.isArray(before) ? before : []), model]);
  if (value.length > limits.tagCharsMax)
    throw invalid("Too many models for one run: the tag that lists them is full");
  await logBatch(caller, runId, { metrics: [], params: [], tags: [{ key: historyTag, value }] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
