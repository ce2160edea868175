import { createVersion } from "@triops/domains/models/create-version";
import { downloadUri } from "@triops/domains/models/download-uri";
import { removeVersion } from "@triops/domains/models/remove";
import { sourceFault } from "@triops/domains/models/rules";
import { deleteVersionTag, setVersionTag } from "@triops/domains/models/tags";
import { moveStage, updateVersion } from "@triops/domains/models/update-version";
import { invalid } from "@triops/kernel/errors";
import { tagsOf } from "./input.ts";
import { operation } from "./operation.ts";
import { inMlflowWords, modelOf, stageIn, versionOf } from "./registry-lookup.ts";
import { versionWire } from "./registry-wire.ts";

const read = "models:read";
const write = "models:write";

/** What changes versions of MLflow's registry. */
export const versionOperations = [
  operation("POST", "/model-versions/create", write, async (call) => {
    const { input } = call;
    const source = input.requiredText("source");
    const tags = tagsOf(input, "tags");
    const isPrompt = tags.some(
      ({ key, value }) => key === "mlflow.prompt.is_prompt" && /^true$/i.test(value),
    );
    if (!isPrompt) checkSource(source);
    const { id } = await modelOf(call);
    const made = await inMlflowWords(
      createVersion.call(call.caller, {
        modelId: id,
        source,
        runId: input.text("run_id"),
        runLink: input.text("run_link"),
        loggedModelId: input.text("model_id"),
        description: input.text("description") ?? "",
        tags,
      }),
    );
    return { model_version: versionWire(made) };
  }),
  operation(["PATCH", "POST"], "/model-versions/update", write, async (call) => {
    const { id } = await versionOf(call);
    const description = call.input.text("description") ?? "";
    const after = await inMlflowWords(updateVersion.call(call.caller, { id, description }));
    return { model_version: versionWire(after) };
  }),
  operation("DELETE", "/model-versions/delete", write, async (call) => {
    const { id } = await versionOf(call);
    await removeVersion.call(call.caller, { id });
    return {};
  }),
  operation("POST", "/model-versions/transition-stage", write, async (call) => {
    const stage = stageIn(call.input.requiredText("stage"));
    const archiveExisting = call.input.flag("archive_existing_versions") ?? false;
    const { id } = await versionOf(call);
    const after = await inMlflowWords(moveStage.call(call.caller, { id, stage, archiveExisting }));
    return { model_version: versionWire(after) };
  }),
  operation("GET", "/model-versions/get-download-uri", read, async (call) => {
    const { id } = await versionOf(call);
    const { uri } = await downloadUri.call(call.caller, { id });
    return { artifact_uri: uri };
  }),
  operation("POST", "/model-versions/set-tag", write, async (call) => {
    const key = call.input.requiredText("key");
    const { id } = await versionOf(call);
    await inMlflowWords(setVersionTag.call(call.caller, { id, key, value: call.input.text("value") ?? "" }));
    return {};
  }),
  operation("DELETE", "/model-versions/delete-tag", write, async (call) => {
    const key = call.input.requiredText("key");
    const { id } = await versionOf(call);
    await inMlflowWords(deleteVersionTag.call(call.caller, { id, key }));
    return {};
  }),
];

/** @throws invalid in MLflow's two ways of saying so */
function checkSource(source: string): void {
  const fault = sourceFault(source);
  if (!fault) return;
  throw invalid(
    fault === "a path on a local disk"
      ? `Invalid model version source: '${source}'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id.`
      : `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  );
}
