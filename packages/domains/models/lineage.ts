import type { Transaction } from "@triops/database/scoped";
import { idInput } from "../paging.ts";
import { type Origin, originsOf } from "../training/index.ts";
import { defineQuery } from "../verb.ts";
import { type Lineage, type LineageNode, lineage } from "./schemas.ts";
import { type Serving, servingOf } from "./serving.ts";
import { type ModelRow, requireModel, requireVersion, type VersionRow } from "./store.ts";

/** Of one model, the newest first; a graph of more is no picture any more. */
const versionsMax = 50;

/** Where a model comes from and where it goes: data sets, runs, versions, deployments. */
export const readLineage = defineQuery({
  name: "models.read-lineage",
  permission: "models:read",
  input: idInput,
  output: lineage,
  run: async ({ db }, { id }) => {
    const model = await requireModel(db, id);
    const versions = await db.modelVersion.findMany({
      where: { modelId: id, deletedAt: null },
      orderBy: { version: "desc" },
      take: versionsMax + 1,
    });
    return graphOf(db, model, versions.slice(0, versionsMax), versions.length > versionsMax);
  },
});

/** The same for one version. */
export const readVersionLineage = defineQuery({
  name: "models.read-version-lineage",
  permission: "models:read",
  input: idInput,
  output: lineage,
  run: async ({ db }, { id }) => {
    const version = await requireVersion(db, id);
    return graphOf(db, await requireModel(db, version.modelId), [version], false);
  },
});

async function graphOf(db: Transaction, model: ModelRow, versions: readonly VersionRow[], cut: boolean) {
  const [origins, serving] = await Promise.all([originsOf(db, versions), servingOf(db, model.name)]);
  return drawLineage(model.name, versions, origins, serving, cut);
}

type Drawn = Pick<VersionRow, "id" | "version" | "stage" | "createdAt" | "runId" | "loggedModelId">;

/** Nodes once each, edges along the way of the model. What was deleted in training is left out. */
export function drawLineage(
  name: string,
  versions: readonly Drawn[],
  origins: readonly Origin[],
  serving: readonly Serving[],
  cut: boolean,
): Lineage {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, Lineage["edges"][number]>();
  const add = (node: LineageNode) => nodes.set(node.id, nodes.get(node.id) ?? node);
  const join = (from: string, to: string, label: string | null = null) =>
    edges.set(`${from} ${to}`, { from, to, label });
  versions.forEach((version, at) => {
    const own = `version:${version.id}`;
    const label = `${name} v${version.version}`;
    add(node(own, "version", label, null, version.stage, version.id, version.createdAt));
    const origin = origins[at];
    if (!origin) return;
    const { run, loggedModel, datasets } = origin;
    const runId = run ? `run:${run.id}` : null;
    if (run && runId) add(node(runId, "run", run.name, null, run.status, run.id, run.startedAt));
    if (loggedModel) {
      const id = `logged-model:${loggedModel.id}`;
      const { name: logged, status, createdAt } = loggedModel;
      add(node(id, "logged-model", logged || loggedModel.id, null, status, loggedModel.id, createdAt));
      if (runId) join(runId, id);
      join(id, own);
    } else if (runId) join(runId, own);
    for (const dataset of datasets) {
      const id = `dataset:${dataset.id}`;
      add(node(id, "dataset", dataset.name, dataset.digest, null, dataset.id, null));
      join(id, runId ?? own, dataset.context);
    }
  });
  for (const one of serving) {
    const version = versions.find(({ version }) => version === one.version);
    if (!version) continue;
    const id = `deployment:${one.deploymentId}`;
    add(node(id, "deployment", one.deployment, null, one.state, one.deploymentId, null));
    join(`version:${version.id}`, id, `${one.role} ${one.weight} %`);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], cut };
}

function node(
  id: string,
  kind: LineageNode["kind"],
  name: string,
  detail: string | null,
  state: string | null,
  subjectId: string | null,
  at: Date | null,
): LineageNode {
  return { id, kind, name, detail, state, subjectId, at: at?.toISOString() ?? null };
}
