import { expect, it } from "vitest";
import { drawLineage } from "./lineage.ts";

const at = new Date("2026-01-01T00:00:00Z");
const version = (number: number) => ({
  id: `v${number}`,
  version: number,
  stage: "None",
  createdAt: at,
  runId: "r1",
  loggedModelId: null,
});
const dataset = { id: "d1", name: "iris", digest: "5a5c", context: "training", sourceType: "local" };
const run = { id: "r1", name: "swift-fox", status: "FINISHED", startedAt: at, experiment: 0 };
const logged = { id: "m-1", name: "model", status: "LOGGED_MODEL_READY", createdAt: at };
const origin = { run, loggedModel: null, metrics: {}, params: {}, datasets: [dataset] };

it("each thing is drawn once, with edges along the way of the model", () => {
  const { nodes, edges } = drawLineage(
    "fraud",
    [version(2), version(1)],
    [{ ...origin, loggedModel: logged }, origin],
    [
      { deploymentId: "p1", deployment: "scoring", role: "canary", weight: 5, version: 2, state: "serving" },
      { deploymentId: "p2", deployment: "old", role: "champion", weight: 100, version: 9, state: null },
    ],
    false,
  );
  expect(nodes.map(({ id }) => id).sort()).toEqual(
    ["dataset:d1", "deployment:p1", "logged-model:m-1", "run:r1", "version:v1", "version:v2"].sort(),
  );
  expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
    "run:r1 > logged-model:m-1",
    "logged-model:m-1 > version:v2",
    "dataset:d1 > run:r1",
    "run:r1 > version:v1",
    "version:v2 > deployment:p1",
  ]);
  expect(edges.at(-1)?.label).toBe("canary 5 %");
});

it("a version that training knows nothing of stands by itself", () => {
  const nothing = { run: null, loggedModel: null, metrics: {}, params: {}, datasets: [] };
  expect(drawLineage("fraud", [version(1)], [nothing], [], false)).toMatchObject({
    nodes: [{ kind: "version", name: "fraud v1" }],
    edges: [],
  });
});
