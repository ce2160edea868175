import {
  type ExperimentEntity,
  hexOf,
  type KeyValue,
  type LoggedModelEntity,
  modelIdOf,
  type RunEntity,
  type RunInfo,
} from "@triops/domains/training/index";

/** How MLflow's API writes our things. Fields that are null are left out. */

export const pairsOf = (values: Readonly<Record<string, string>>): KeyValue[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

/** An empty list is unset, as every empty list of the protocol. */
const orUnset = <T>(list: readonly T[]): readonly T[] | null => (list.length > 0 ? list : null);

export const experimentWire = (experiment: ExperimentEntity): object => ({
  experiment_id: String(experiment.number),
  name: experiment.name,
  artifact_location: experiment.artifactLocation,
  lifecycle_stage: experiment.lifecycle,
  creation_time: experiment.createdAt.getTime(),
  last_update_time: experiment.updatedAt.getTime(),
  tags: orUnset(pairsOf(experiment.tags)),
});

export const runInfoWire = (run: RunInfo): object => ({
  run_id: hexOf(run.id),
  run_uuid: hexOf(run.id),
  run_name: run.name,
  experiment_id: String(run.experimentNumber),
  user_id: run.userId,
  status: run.status,
  start_time: run.startTimeMs,
  end_time: run.endTimeMs,
  artifact_uri: run.artifactUri,
  lifecycle_stage: run.lifecycle,
});

export const runWire = (run: RunEntity): object => ({
  info: runInfoWire(run),
  data: {
    metrics: orUnset(
      run.metrics.map(({ key, value, timestampMs, step }) => ({ key, value, timestamp: timestampMs, step })),
    ),
    params: orUnset(run.params),
    tags: orUnset(run.tags),
  },
  inputs: {
    dataset_inputs: orUnset(
      run.datasets.map(({ name, digest, sourceType, source, schema, profile, tags }) => ({
        tags: orUnset(tags),
        dataset: { name, digest, source_type: sourceType, source, schema, profile },
      })),
    ),
    model_inputs: orUnset(run.inputModels.map((id) => ({ model_id: modelIdOf(id) }))),
  },
  outputs: {
    model_outputs: orUnset(
      run.outputModels.map(({ modelId, step }) => ({ model_id: modelIdOf(modelId), step })),
    ),
  },
});

export const modelWire = (model: LoggedModelEntity): object => ({
  info: {
    model_id: modelIdOf(model.id),
    experiment_id: String(model.experimentNumber),
    name: model.name,
    creation_timestamp_ms: model.createdAt.getTime(),
    last_updated_timestamp_ms: model.updatedAt.getTime(),
    artifact_uri: model.artifactUri,
    status: model.status,
    model_type: model.modelType || null,
    source_run_id: model.sourceRunId ? hexOf(model.sourceRunId) : null,
    status_message: model.statusMessage,
    tags: orUnset(pairsOf(model.tags)),
    registrations: null,
  },
  data: {
    params: orUnset(pairsOf(model.params)),
    metrics: orUnset(
      model.metrics.map(({ key, value, timestampMs, step, runId, datasetName, datasetDigest }) => ({
        key,
        value,
        timestamp: timestampMs,
        step,
        run_id: hexOf(runId),
        model_id: modelIdOf(model.id),
        dataset_name: datasetName || null,
        dataset_digest: datasetDigest || null,
      })),
    ),
  },
});
