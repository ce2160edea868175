import {
  type DatasetInput,
  type LoggedMetric,
  limits,
  logBatch,
  logInputs,
  logModelHistory,
  logOutputs,
} from "@triops/domains/training/index";
import { invalid } from "@triops/kernel/errors";
import { type Input, tagsOf } from "./input.ts";
import { operation } from "./operation.ts";
import { runIdOf } from "./runs.ts";

function metricOf(input: Input): LoggedMetric {
  return {
    key: input.requiredText("key"),
    value: input.requiredNumber("value"),
    timestampMs: input.requiredInteger("timestamp"),
    step: input.integer("step") ?? 0,
    modelId: input.text("model_id") || undefined,
    datasetName: input.text("dataset_name") || undefined,
    datasetDigest: input.text("dataset_digest") || undefined,
  };
}

function datasetOf(input: Input): DatasetInput {
  const dataset = input.item("dataset");
  if (!dataset) throw invalid(`Missing value for required parameter '${input.nameOf("dataset")}'.`);
  return {
    name: dataset.requiredText("name"),
    digest: dataset.requiredText("digest"),
    sourceType: dataset.requiredText("source_type"),
    source: dataset.requiredText("source"),
    schema: dataset.text("schema"),
    profile: dataset.text("profile"),
    tags: tagsOf(input, "tags"),
  };
}

const modelIds = (input: Input): string[] =>
  input.items("models").map((model) => model.requiredText("model_id"));

export const loggingOperations = [
  operation("POST", "/runs/log-metric", "training:write", async ({ caller, input }) => {
    await logBatch(caller, runIdOf(input), { metrics: [metricOf(input)], params: [], tags: [] }, "single");
    return {};
  }),
  operation("POST", "/runs/log-parameter", "training:write", async ({ caller, input }) => {
    const param = { key: input.requiredText("key"), value: input.text("value") ?? "" };
    await logBatch(caller, runIdOf(input), { metrics: [], params: [param], tags: [] }, "single");
    return {};
  }),
  operation("POST", "/runs/set-tag", "training:write", async ({ caller, input }) => {
    const tag = { key: input.requiredText("key"), value: input.text("value") ?? "" };
    await logBatch(caller, runIdOf(input), { metrics: [], params: [], tags: [tag] }, "single");
    return {};
  }),
  operation("POST", "/runs/log-batch", "training:write", async ({ caller, input, bodyBytes }) => {
    if (bodyBytes > limits.batchBytesMax)
      throw invalid(
        `Batched logging API requests must be at most ${limits.batchBytesMax} bytes, got a request of size ${bodyBytes}.`,
      );
    await logBatch(caller, runIdOf(input), {
      metrics: input.items("metrics").map(metricOf),
      params: tagsOf(input, "params"),
      tags: tagsOf(input, "tags"),
    });
    return {};
  }),
  operation("POST", "/runs/log-model", "training:write", async ({ caller, input }) => {
    await logModelHistory(caller, runIdOf(input), input.requiredText("model_json"));
    return {};
  }),
  operation("POST", "/runs/log-inputs", "training:write", async ({ caller, input }) => {
    await logInputs(caller, runIdOf(input), input.items("datasets").map(datasetOf), modelIds(input));
    return {};
  }),
  operation("POST", "/runs/outputs", "training:write", async ({ caller, input }) => {
    const models = input.items("models").map((model) => ({
      modelId: model.requiredText("model_id"),
      step: model.integer("step") ?? 0,
    }));
    await logOutputs(caller, runIdOf(input), models);
    return {};
  }),
];
