/** What other nouns and the MLflow API use. */
export {
  type ArtifactFile,
  artifactKey,
  artifactRoot,
  checkArtifactPath,
  listArtifacts,
  listFolder,
  resolveArtifacts,
} from "./artifacts.ts";
export { deleteExperimentTag, renameExperiment, setExperimentTag } from "./experiments/change.ts";
export { createExperiment } from "./experiments/create.ts";
export type { ExperimentEntity } from "./experiments/entity.ts";
export { getExperiment, getExperimentByName, searchExperiments } from "./experiments/search.ts";
export { experimentNumberOf, hexOf, modelIdOf } from "./ids.ts";
export { limits } from "./limits.ts";
export {
  createLoggedModel,
  deleteModelTag,
  finishLoggedModel,
  logModelParams,
  setModelTags,
} from "./logged-models/change.ts";
export { type LoggedModelEntity, modelStatuses } from "./logged-models/entity.ts";
export { getLoggedModel, searchLoggedModels } from "./logged-models/search.ts";
export { type Origin, originsOf } from "./origin.ts";
export { createRun } from "./runs/create.ts";
export {
  type KeyValue,
  type LoggedMetric,
  type RunEntity,
  type RunInfo,
  runStatuses,
} from "./runs/entity.ts";
export { history, historyOfMany } from "./runs/history.ts";
export { type DatasetInput, logInputs, logOutputs, searchDatasets } from "./runs/inputs.ts";
export { logBatch } from "./runs/log.ts";
export { logModelHistory } from "./runs/log-model.ts";
export { getRun, searchRuns } from "./runs/search.ts";
export { deleteRunTag } from "./runs/tags.ts";
export { updateRun } from "./runs/update.ts";
export {
  bringBackExperiment,
  bringBackRun,
  removeExperiment,
  removeModel,
  removeRun,
} from "./trash.ts";
