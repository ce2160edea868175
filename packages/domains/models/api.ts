import { defineSurface } from "../api.ts";
import { dropAlias, setAlias } from "./aliases.ts";
import { readCard, saveCard } from "./card.ts";
import { create, rename, update } from "./create.ts";
import { createVersion } from "./create-version.ts";
import { readFiles } from "./files.ts";
import { readGate, readModelGate, setGate, setModelGate } from "./gate.ts";
import { readLineage, readVersionLineage } from "./lineage.ts";
import { readMetrics } from "./measures.ts";
import {
  get,
  getByName,
  getVersion,
  getVersionByNumber,
  history,
  list,
  listVersions,
  versionHistory,
} from "./read.ts";
import { remove, removeVersion } from "./remove.ts";
import { deleteTag, deleteVersionTag, setTag, setVersionTag } from "./tags.ts";
import { moveStage, updateVersion } from "./update-version.ts";

export const surface = defineSurface(
  "models",
  {
    title: "Models",
    description:
      "Registered models as in MLflow: versions, aliases, tags. Protected aliases move by promotion.",
  },
  [
    { method: "GET", path: "/models", verb: list, summary: "List models, by name" },
    { method: "POST", path: "/models", verb: create, summary: "Register a model", status: 201 },
    { method: "GET", path: "/models/by-name", verb: getByName, summary: "One model by its name" },
    { method: "GET", path: "/models/gate", verb: readGate, summary: "What the workspace protects" },
    { method: "POST", path: "/models/gate", verb: setGate, summary: "Change what it protects" },
    { method: "GET", path: "/models/{id}", verb: get, summary: "One model" },
    { method: "PATCH", path: "/models/{id}", verb: update, summary: "Change description or owners" },
    { method: "DELETE", path: "/models/{id}", verb: remove, summary: "Delete it with its versions" },
    { method: "POST", path: "/models/{id}/rename", verb: rename, summary: "Give it another name" },
    { method: "POST", path: "/models/{id}/set-tag", verb: setTag, summary: "Set a tag" },
    { method: "POST", path: "/models/{id}/delete-tag", verb: deleteTag, summary: "Delete a tag" },
    {
      method: "POST",
      path: "/models/{id}/set-alias",
      verb: setAlias,
      summary: "Point an alias at a version",
    },
    { method: "POST", path: "/models/{id}/drop-alias", verb: dropAlias, summary: "Take an alias away" },
    { method: "GET", path: "/models/{id}/gate", verb: readModelGate, summary: "What of it is protected" },
    {
      method: "POST",
      path: "/models/{id}/gate",
      verb: setModelGate,
      summary: "Give it a gate of its own, or the workspace's again",
    },
    { method: "GET", path: "/models/{id}/history", verb: history, summary: "Who changed what" },
    {
      method: "GET",
      path: "/models/{id}/lineage",
      verb: readLineage,
      summary: "Data sets, runs, versions, deployments as a graph",
    },
    { method: "GET", path: "/models/{id}/card", verb: readCard, summary: "Its card" },
    { method: "POST", path: "/models/{id}/card", verb: saveCard, summary: "Save the text of its card" },
    { method: "GET", path: "/model-versions", verb: listVersions, summary: "List versions" },
    {
      method: "POST",
      path: "/model-versions",
      verb: createVersion,
      summary: "Add a version to a model",
      status: 201,
    },
    {
      method: "GET",
      path: "/model-versions/by-number",
      verb: getVersionByNumber,
      summary: "One version by its model's name and its number",
    },
    { method: "GET", path: "/model-versions/{id}", verb: getVersion, summary: "One version" },
    {
      method: "PATCH",
      path: "/model-versions/{id}",
      verb: updateVersion,
      summary: "Change its description",
    },
    { method: "DELETE", path: "/model-versions/{id}", verb: removeVersion, summary: "Delete a version" },
    {
      method: "POST",
      path: "/model-versions/{id}/set-tag",
      verb: setVersionTag,
      summary: "Set a tag of a version",
    },
    {
      method: "POST",
      path: "/model-versions/{id}/delete-tag",
      verb: deleteVersionTag,
      summary: "Delete a tag of a version",
    },
    {
      method: "POST",
      path: "/model-versions/{id}/move-stage",
      verb: moveStage,
      summary: "Move it to one of MLflow's stages",
    },
    {
      method: "GET",
      path: "/model-versions/{id}/history",
      verb: versionHistory,
      summary: "Who changed what about a version",
    },
    {
      method: "GET",
      path: "/model-versions/{id}/files",
      verb: readFiles,
      summary: "Signature, input example and flavours, from its files",
    },
    {
      method: "GET",
      path: "/model-versions/{id}/metrics",
      verb: readMetrics,
      summary: "Metrics and parameters beside those of the champion",
    },
    {
      method: "GET",
      path: "/model-versions/{id}/lineage",
      verb: readVersionLineage,
      summary: "Where it comes from and where it serves",
    },
  ],
);
