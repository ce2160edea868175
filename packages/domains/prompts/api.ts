import { defineSurface } from "../api.ts";
import { closeBranch, createBranch, listBranches, mergeBranch, previewMerge } from "./branches.ts";
import { create, createVersion } from "./create.ts";
import { readGate, setGate } from "./gate.ts";
import { dropLabel, setLabel } from "./labels.ts";
import {
  dependants,
  folders,
  get,
  getByName,
  getByNumber,
  getVersion,
  labelMoves,
  list,
  listVersions,
  resolved,
} from "./read.ts";
import { remove, removeVersion } from "./remove.ts";
import { archive, restore, update } from "./update.ts";
import { usage, usageOfMany } from "./usage.ts";

export const surface = defineSurface(
  "prompts",
  {
    title: "Prompts",
    description: "Texts and chats with variables: versions never change, labels move, branches merge.",
  },
  [
    { method: "GET", path: "/prompts", verb: list, summary: "List prompts, by name" },
    { method: "POST", path: "/prompts", verb: create, summary: "Write a prompt", status: 201 },
    { method: "GET", path: "/prompts/by-name", verb: getByName, summary: "One prompt by its name" },
    {
      method: "GET",
      path: "/prompts/folders",
      verb: folders,
      summary: "Folders, tags and labels with counts",
    },
    {
      method: "GET",
      path: "/prompts/figures",
      verb: usageOfMany,
      summary: "Calls, cost and latency of prompts",
    },
    { method: "GET", path: "/prompts/gate", verb: readGate, summary: "Which labels are protected" },
    { method: "POST", path: "/prompts/gate", verb: setGate, summary: "Protect labels" },
    { method: "GET", path: "/prompts/{id}", verb: get, summary: "One prompt" },
    { method: "PATCH", path: "/prompts/{id}", verb: update, summary: "Change name, description or tags" },
    { method: "DELETE", path: "/prompts/{id}", verb: remove, summary: "Delete it with its versions" },
    { method: "POST", path: "/prompts/{id}/archive", verb: archive, summary: "Put it out of the lists" },
    { method: "POST", path: "/prompts/{id}/restore", verb: restore, summary: "Bring it back" },
    {
      method: "POST",
      path: "/prompts/{id}/set-label",
      verb: setLabel,
      summary: "Point a label at a version",
    },
    { method: "POST", path: "/prompts/{id}/drop-label", verb: dropLabel, summary: "Take a label away" },
    { method: "GET", path: "/prompts/{id}/label-moves", verb: labelMoves, summary: "Where its labels were" },
    {
      method: "GET",
      path: "/prompts/{id}/dependants",
      verb: dependants,
      summary: "Versions that include it",
    },
    {
      method: "GET",
      path: "/prompts/{id}/usage",
      verb: usage,
      summary: "Who calls which version, and how it does",
    },
    { method: "GET", path: "/prompts/{id}/branches", verb: listBranches, summary: "Its branches" },
    {
      method: "POST",
      path: "/prompts/{id}/create-branch",
      verb: createBranch,
      summary: "Begin a branch",
      status: 201,
    },
    { method: "POST", path: "/prompts/{id}/close-branch", verb: closeBranch, summary: "End a branch" },
    {
      method: "GET",
      path: "/prompts/{id}/preview-merge",
      verb: previewMerge,
      summary: "What a merge would give",
    },
    {
      method: "POST",
      path: "/prompts/{id}/merge-branch",
      verb: mergeBranch,
      summary: "Take a branch into main",
      status: 201,
    },
    { method: "GET", path: "/prompt-versions", verb: listVersions, summary: "Versions, newest first" },
    {
      method: "POST",
      path: "/prompt-versions",
      verb: createVersion,
      summary: "Commit a version",
      status: 201,
    },
    {
      method: "GET",
      path: "/prompt-versions/by-number",
      verb: getByNumber,
      summary: "One version by name and number or label, put together",
    },
    { method: "GET", path: "/prompt-versions/{id}", verb: getVersion, summary: "One version as written" },
    {
      method: "GET",
      path: "/prompt-versions/{id}/resolved",
      verb: resolved,
      summary: "One version, put together",
    },
    { method: "DELETE", path: "/prompt-versions/{id}", verb: removeVersion, summary: "Delete a version" },
  ],
);
