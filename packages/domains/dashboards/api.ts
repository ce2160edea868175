import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { duplicate } from "./duplicate.ts";
import { importJson } from "./import.ts";
import { facets, get, list, version, versions } from "./read.ts";
import { bringBack, remove } from "./remove.ts";
import { restore } from "./restore.ts";
import { star } from "./star.ts";
import { starter, starters } from "./starters.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "dashboards",
  {
    title: "Dashboards",
    description: "Pages of panels over metrics, logs and alerts; every save is a version that stays.",
  },
  [
    { method: "GET", path: "/dashboards", verb: list, summary: "List dashboards, newest first" },
    { method: "POST", path: "/dashboards", verb: create, summary: "Make a dashboard", status: 201 },
    { method: "GET", path: "/dashboards/facets", verb: facets, summary: "Tags and folders in use" },
    {
      method: "GET",
      path: "/dashboards/starters",
      verb: starters,
      summary: "Dashboards that Triops can make of what arrives",
    },
    { method: "GET", path: "/dashboards/starter", verb: starter, summary: "One of them, whole" },
    {
      method: "POST",
      path: "/dashboards/import",
      verb: importJson,
      summary: "Make one from Grafana's JSON or from an export",
      status: 201,
    },
    { method: "GET", path: "/dashboards/{id}", verb: get, summary: "One dashboard with its model" },
    { method: "PATCH", path: "/dashboards/{id}", verb: update, summary: "Save the next version" },
    { method: "DELETE", path: "/dashboards/{id}", verb: remove, summary: "Delete it" },
    { method: "POST", path: "/dashboards/{id}/bring-back", verb: bringBack, summary: "Undo its deletion" },
    { method: "POST", path: "/dashboards/{id}/star", verb: star, summary: "Mark it as your favourite" },
    {
      method: "POST",
      path: "/dashboards/{id}/duplicate",
      verb: duplicate,
      summary: "Make a copy",
      status: 201,
    },
    {
      method: "GET",
      path: "/dashboards/{id}/versions",
      verb: versions,
      summary: "Its versions, newest first",
    },
    {
      method: "GET",
      path: "/dashboards/{id}/versions/{version}",
      verb: version,
      summary: "One version with its model",
    },
    {
      method: "POST",
      path: "/dashboards/{id}/restore",
      verb: restore,
      summary: "Make an old version the newest again",
    },
  ],
);
