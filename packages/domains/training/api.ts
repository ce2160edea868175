import { defineSurface } from "../api.ts";
import { modelArtifacts, runArtifacts } from "./read-artifacts.ts";
import { experimentKeys, getExperiment, listExperiments } from "./read-experiments.ts";
import { getLoggedModel, listLoggedModels } from "./read-models.ts";
import { compareRuns, getRun, listRuns, metricHistories } from "./read-runs.ts";
import {
  bringBackExperiment,
  bringBackModel,
  bringBackRun,
  removeExperiment,
  removeModel,
  removeRun,
} from "./trash.ts";

export const surface = defineSurface(
  "training",
  {
    title: "Training",
    description:
      "Experiments, runs and logged models, to be read. They are written by MLflow's clients at `/api/2.0/mlflow`.",
  },
  [
    {
      method: "GET",
      path: "/training-experiments",
      verb: listExperiments,
      summary: "Experiments, newest first, with how many runs they have",
    },
    { method: "GET", path: "/training-experiments/{id}", verb: getExperiment, summary: "One experiment" },
    {
      method: "GET",
      path: "/training-experiments/{id}/keys",
      verb: experimentKeys,
      summary: "Names of metrics, params and tags of its newest runs",
    },
    {
      method: "POST",
      path: "/training-experiments/{id}/delete",
      verb: removeExperiment,
      summary: "Move it to the trash, which a job empties later",
    },
    {
      method: "POST",
      path: "/training-experiments/{id}/restore",
      verb: bringBackExperiment,
      summary: "Bring it back from the trash",
    },
    { method: "GET", path: "/training-runs", verb: listRuns, summary: "Search runs in MLflow's grammar" },
    {
      method: "GET",
      path: "/training-runs/compare",
      verb: compareRuns,
      summary: "Several runs with all their params and newest metrics",
    },
    {
      method: "GET",
      path: "/training-runs/metric-history",
      verb: metricHistories,
      summary: "A metric of several runs as reduced curves",
    },
    { method: "GET", path: "/training-runs/{id}", verb: getRun, summary: "One run with all it logged" },
    {
      method: "GET",
      path: "/training-runs/{id}/artifacts",
      verb: runArtifacts,
      summary: "One level of its files",
    },
    {
      method: "POST",
      path: "/training-runs/{id}/delete",
      verb: removeRun,
      summary: "Move it to the trash, which a job empties later",
    },
    {
      method: "POST",
      path: "/training-runs/{id}/restore",
      verb: bringBackRun,
      summary: "Bring it back from the trash",
    },
    {
      method: "GET",
      path: "/training-models",
      verb: listLoggedModels,
      summary: "Logged models, newest first",
    },
    { method: "GET", path: "/training-models/{id}", verb: getLoggedModel, summary: "One logged model" },
    {
      method: "GET",
      path: "/training-models/{id}/artifacts",
      verb: modelArtifacts,
      summary: "One level of its files",
    },
    {
      method: "POST",
      path: "/training-models/{id}/delete",
      verb: removeModel,
      summary: "Move it to the trash, which a job empties later",
    },
    {
      method: "POST",
      path: "/training-models/{id}/restore",
      verb: bringBackModel,
      summary: "Bring it back from the trash",
    },
  ],
);
