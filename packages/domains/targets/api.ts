import { defineSurface } from "../api.ts";
import { create, importJobs } from "./create.ts";
import { preview } from "./preview.ts";
import { getJob, listJobs, listTargets } from "./read.ts";
import { remove, update } from "./update.ts";

export const surface = defineSurface(
  "targets",
  {
    title: "Scrape targets",
    description: "Programs that Triops fetches metrics from, as a Prometheus would, and how they are.",
  },
  [
    { method: "GET", path: "/targets", verb: listTargets, summary: "Targets with their last scrape" },
    { method: "GET", path: "/targets/preview", verb: preview, summary: "Fetch once and store nothing" },
    { method: "GET", path: "/targets/jobs", verb: listJobs, summary: "List scrape jobs, newest first" },
    { method: "POST", path: "/targets/jobs", verb: create, summary: "Make a scrape job", status: 201 },
    {
      method: "POST",
      path: "/targets/jobs/import",
      verb: importJobs,
      summary: "Take over scrape_configs of a Prometheus",
      status: 201,
    },
    { method: "GET", path: "/targets/jobs/{id}", verb: getJob, summary: "One scrape job" },
    { method: "PATCH", path: "/targets/jobs/{id}", verb: update, summary: "Change, pause or resume it" },
    { method: "DELETE", path: "/targets/jobs/{id}", verb: remove, summary: "Stop fetching for good" },
  ],
);
