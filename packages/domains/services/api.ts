import { defineSurface } from "../api.ts";
import { archive, restore } from "./archive.ts";
import { create } from "./create.ts";
import { dependencies, map } from "./map.ts";
import { get, list, operations, signals, summary } from "./read.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "services",
  {
    title: "Services",
    description:
      "What is run and owned. Services appear by themselves when they send traces, logs or metrics; requests, errors and durations come from their spans.",
  },
  [
    { method: "GET", path: "/services", verb: list, summary: "List services by name, with their health" },
    { method: "POST", path: "/services", verb: create, summary: "Add a service by hand", status: 201 },
    { method: "GET", path: "/services/map", verb: map, summary: "Who talks to whom" },
    { method: "GET", path: "/services/summary", verb: summary, summary: "How many are well" },
    { method: "GET", path: "/services/{id}", verb: get, summary: "One service with its health" },
    { method: "PATCH", path: "/services/{id}", verb: update, summary: "Fill in owner, description, links" },
    { method: "GET", path: "/services/{id}/signals", verb: signals, summary: "Its requests over time" },
    { method: "GET", path: "/services/{id}/operations", verb: operations, summary: "What it does" },
    {
      method: "GET",
      path: "/services/{id}/dependencies",
      verb: dependencies,
      summary: "Callers and callees",
    },
    { method: "POST", path: "/services/{id}/archive", verb: archive, summary: "Take it out of the lists" },
    { method: "POST", path: "/services/{id}/restore", verb: restore, summary: "Put it back" },
  ],
);
