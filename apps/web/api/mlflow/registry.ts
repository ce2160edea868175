import { dropAlias, setAlias } from "@triops/domains/models/aliases";
import { create, rename, update } from "@triops/domains/models/create";
import {
  readLatest,
  readRegistered,
  searchAllVersions,
  searchRegistered,
} from "@triops/domains/models/mlflow-reads";
import { getVersion } from "@triops/domains/models/read";
import { remove } from "@triops/domains/models/remove";
import { deleteTag, setTag } from "@triops/domains/models/tags";
import { invalid, isTriopsError } from "@triops/kernel/errors";
import { pageSize, tagsOf } from "./input.ts";
import { type MlflowCall, operation } from "./operation.ts";
import {
  alreadyExists,
  inMlflowWords,
  modelOf,
  noModel,
  noVersion,
  stageIn,
  versionOf,
} from "./registry-lookup.ts";
import { modelWire, versionWire } from "./registry-wire.ts";

const read = "models:read";
const write = "models:write";

/** Registered models of MLflow's registry, their tags and aliases. */
export const registryOperations = [
  operation("POST", "/registered-models/create", write, async ({ caller, input }) => {
    const name = nameIn(input.requiredText("name"));
    const given = { name, description: input.text("description") ?? "", tags: tagsOf(input, "tags") };
    const made = await inMlflowWords(create.call(caller, given), alreadyExists(name));
    return { registered_model: modelWire(made) };
  }),
  operation("GET", "/registered-models/get", read, async (call) => {
    return { registered_model: await registered(call, call.input.requiredText("name")) };
  }),
  operation("POST", "/registered-models/rename", write, async (call) => {
    const { id } = await modelOf(call);
    const name = nameIn(call.input.requiredText("new_name"));
    const after = await inMlflowWords(rename.call(call.caller, { id, name }), alreadyExists(name));
    return { registered_model: modelWire(after) };
  }),
  operation(["PATCH", "POST"], "/registered-models/update", write, async (call) => {
    const { id } = await modelOf(call);
    const description = call.input.text("description") ?? "";
    const after = await inMlflowWords(update.call(call.caller, { id, description }));
    return { registered_model: modelWire(after) };
  }),
  operation("DELETE", "/registered-models/delete", write, async (call) => {
    const { id } = await modelOf(call);
    await remove.call(call.caller, { id });
    return {};
  }),
  operation("GET", "/registered-models/search", read, async ({ caller, input }) => {
    const found = await searchRegistered.call(caller, {
      filter: input.text("filter"),
      orderBy: input.texts("order_by"),
      token: input.text("page_token"),
      limit: pageSize(input, 100, 1_000),
    });
    return {
      registered_models: found.data.map((one) => modelWire(one, one.latestVersions)),
      next_page_token: found.nextToken,
    };
  }),
  operation(["POST", "GET"], "/registered-models/get-latest-versions", read, async (call) => {
    const { id } = await modelOf(call);
    const stages = call.input.texts("stages").map(stageIn);
    const { data } = await readLatest.call(call.caller, { modelId: id, stages });
    return { model_versions: data.map(versionWire) };
  }),
  operation("POST", "/registered-models/set-tag", write, async (call) => {
    const key = call.input.requiredText("key");
    const { id } = await modelOf(call);
    await inMlflowWords(setTag.call(call.caller, { id, key, value: call.input.text("value") ?? "" }));
    return {};
  }),
  operation("DELETE", "/registered-models/delete-tag", write, async (call) => {
    const key = call.input.requiredText("key");
    const { id } = await modelOf(call);
    await inMlflowWords(deleteTag.call(call.caller, { id, key }));
    return {};
  }),
  operation("POST", "/registered-models/alias", write, async (call) => {
    const alias = aliasIn(call.input.requiredText("alias"));
    const { modelId, version } = await versionOf(call);
    await inMlflowWords(setAlias.call(call.caller, { id: modelId, alias, version }));
    return {};
  }),
  operation("DELETE", "/registered-models/alias", write, async (call) => {
    const alias = call.input.requiredText("alias");
    const { id } = await modelOf(call);
    try {
      await inMlflowWords(dropAlias.call(call.caller, { id, alias }));
    } catch (error) {
      // An alias that is not set is as good as taken away: clients repeat themselves.
      if (!isTriopsError(error) || error.code !== "not_found") throw error;
    }
    return {};
  }),
  operation("GET", "/registered-models/alias", read, async (call) => {
    const name = call.input.requiredText("name");
    const alias = call.input.requiredText("alias");
    const model = await registeredOf(call, name);
    const at = model.aliases.find((one) => one.alias === alias);
    if (!at) throw invalid(`Registered model alias ${alias} not found.`);
    return { model_version: versionWire(await getVersion.call(call.caller, { id: at.versionId })) };
  }),
  operation("GET", "/model-versions/search", read, async ({ caller, input }) => {
    const found = await searchAllVersions.call(caller, {
      filter: input.text("filter"),
      orderBy: input.texts("order_by"),
      token: input.text("page_token"),
      limit: pageSize(input, 10_000, 200_000),
    });
    return { model_versions: found.data.map(versionWire), next_page_token: found.nextToken };
  }),
  operation("GET", "/model-versions/get", read, async (call) => {
    const found = await versionOf(call);
    const { id, name, version } = found;
    try {
      return { model_version: versionWire(await getVersion.call(call.caller, { id })) };
    } catch (error) {
      throw isTriopsError(error) && error.code === "not_found" ? noVersion(name, String(version)) : error;
    }
  }),
];

async function registeredOf({ caller }: MlflowCall, name: string) {
  try {
    return await readRegistered.call(caller, { name });
  } catch (error) {
    throw isTriopsError(error) && error.code === "not_found" ? noModel(name) : error;
  }
}

async function registered(call: MlflowCall, name: string) {
  const found = await registeredOf(call, name);
  return modelWire(found, found.latestVersions);
}

/** @throws invalid in MLflow's words */
function nameIn(name: string): string {
  if (name.trim() === "") throw invalid("Missing value for required parameter 'name'.");
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  if (name === "." || name === "..") throw invalid(`Invalid value "${name}" for parameter 'name' supplied`);
  return name;
}

/** @throws invalid in MLflow's words */
function aliasIn(alias: string): string {
  if (!/^[\w-]+$/.test(alias)) {
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  }
  if (alias.length > 255)
    throw invalid(
      `Registered model alias name '${alias.slice(0, 40)}…' had length ${alias.length}, which exceeded length limit of 255`,
    );
  if (alias.toLowerCase() === "latest") throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
  return alias;
}
