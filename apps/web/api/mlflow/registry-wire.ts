import type { Model, ModelVersion } from "@triops/domains/models/schemas";

const msOf = (time: string): number => Date.parse(time);

/** Our version as MLflow's JSON; fields without a value are left out. */
export function versionWire(version: ModelVersion) {
  return {
    name: version.modelName,
    version: String(version.version),
    creation_timestamp: msOf(version.createdAt),
    last_updated_timestamp: msOf(version.updatedAt),
    user_id: version.createdByName,
    current_stage: version.stage,
    description: version.description || null,
    source: version.source,
    run_id: version.runId ?? "",
    run_link: version.runLink || null,
    status: version.status,
    status_message: version.statusMessage || null,
    tags: version.tags,
    aliases: version.aliases,
    model_id: version.loggedModelId,
  };
}

/** Our model as MLflow's JSON; `latest` is the newest version of each stage. */
export function modelWire(model: Model, latest: readonly ModelVersion[] = []) {
  return {
    name: model.name,
    creation_timestamp: msOf(model.createdAt),
    last_updated_timestamp: msOf(model.updatedAt),
    user_id: model.createdByName,
    description: model.description || null,
    latest_versions: latest.map(versionWire),
    tags: model.tags,
    aliases: model.aliases.map(({ alias, version }) => ({ alias, version: String(version) })),
  };
}
