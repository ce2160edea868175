import { defineSurface } from "../api.ts";
import { get, list, queueJobs, queues } from "./read.ts";
import { dismiss, retry } from "./retry.ts";

export const surface = defineSurface(
  "jobs",
  { title: "Jobs", description: "Work in the background: queues, and the jobs that used up their attempts." },
  [
    { method: "GET", path: "/jobs", verb: list, summary: "List dead jobs, newest first" },
    { method: "GET", path: "/jobs/queues", verb: queues, summary: "Queues with their depth and pace" },
    { method: "GET", path: "/jobs/queues/{queue}", verb: queueJobs, summary: "What stands in one queue" },
    { method: "GET", path: "/jobs/{id}", verb: get, summary: "One dead job with its reason" },
    { method: "POST", path: "/jobs/{id}/retry", verb: retry, summary: "Give it all its attempts again" },
    { method: "POST", path: "/jobs/{id}/dismiss", verb: dismiss, summary: "Take it off the list" },
  ],
);
