import { defineSurface } from "../api.ts";
import { create, remove, update } from "./change.ts";
import { addItem, removeItem, updateItem } from "./items.ts";
import { get, getItem, list, listItems } from "./read.ts";

export const surface = defineSurface(
  "datasets",
  {
    title: "Datasets",
    description: "Named lists of examples: what goes in, and what should come out.",
  },
  [
    { method: "GET", path: "/datasets", verb: list, summary: "List datasets, newest first" },
    { method: "POST", path: "/datasets", verb: create, summary: "Begin a dataset", status: 201 },
    { method: "GET", path: "/datasets/{id}", verb: get, summary: "One dataset" },
    { method: "PATCH", path: "/datasets/{id}", verb: update, summary: "Rename or describe it" },
    { method: "DELETE", path: "/datasets/{id}", verb: remove, summary: "Delete it with its items" },
    {
      method: "GET",
      path: "/datasets/{datasetId}/items",
      verb: listItems,
      summary: "Its items, newest first",
    },
    {
      method: "POST",
      path: "/datasets/{datasetId}/items",
      verb: addItem,
      summary: "Add an example, or take one from a trace",
      status: 201,
    },
    { method: "GET", path: "/datasets/{datasetId}/items/{itemId}", verb: getItem, summary: "One item" },
    {
      method: "PATCH",
      path: "/datasets/{datasetId}/items/{itemId}",
      verb: updateItem,
      summary: "Correct an item",
    },
    {
      method: "DELETE",
      path: "/datasets/{datasetId}/items/{itemId}",
      verb: removeItem,
      summary: "Remove an item",
    },
  ],
);
