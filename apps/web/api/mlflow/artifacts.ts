import { Readable } from "node:stream";
import {
  type ArtifactFile,
  artifactKey,
  artifactRoot,
  checkArtifactPath,
  getLoggedModel,
  listArtifacts,
  listFolder,
  resolveArtifacts,
} from "@triops/domains/training/index";
import { invalid } from "@triops/kernel/errors";
import { MlflowRefusal } from "./answers.ts";
import { openArtifact } from "./artifact-bytes.ts";
import { type MlflowCall, operation } from "./operation.ts";
import { runIdOf } from "./runs.ts";

const fileWire = ({ path, isFolder, sizeBytes }: ArtifactFile): object => ({
  path,
  is_dir: isFolder,
  file_size: sizeBytes,
});

const notOffered = async (): Promise<object> => {
  // The client then sends the file in one piece.
  throw new MlflowRefusal(501, "NOT_IMPLEMENTED", "Artifacts are sent and fetched in one piece");
};

const objectsOf = ({ caller }: MlflowCall) => ({
  objects: caller.runtime.objects,
  workspaceId: caller.context.workspaceId,
});

async function put(call: MlflowCall): Promise<object> {
  const { objects, workspaceId } = objectsOf(call);
  const key = artifactKey(workspaceId, call.path.path ?? "");
  // An empty file has no body at all.
  const body = call.request.body ?? Readable.from([]);
  await objects.put(key, body);
  return {};
}

async function remove(call: MlflowCall): Promise<object> {
  const { objects, workspaceId } = objectsOf(call);
  const key = artifactKey(workspaceId, call.path.path ?? "");
  if (await objects.exists(key)) await objects.remove(key);
  else await objects.removeAll(`${key}/`);
  return {};
}

/** The client reads no second page of this list, so that all of it goes out. */
async function list(call: MlflowCall): Promise<object> {
  const { objects, workspaceId } = objectsOf(call);
  const path = checkArtifactPath(call.input.text("path") ?? "");
  const prefix = path === "" ? artifactRoot(workspaceId) : `${artifactRoot(workspaceId)}${path}/`;
  const files: ArtifactFile[] = [];
  let cursor: string | undefined;
  do {
    const page = await listFolder(objects, prefix, { cursor });
    files.push(...page.files);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && files.length < filesMax);
  return { files: files.map(fileWire) };
}
const filesMax = 100_000;

export const artifactOperations = [
  operation("PUT", "/mlflow-artifacts/artifacts/{path...}", "training:write", put),
  operation("GET", "/mlflow-artifacts/artifacts/{path...}", "training:read", async (call) => {
    const { objects, workspaceId } = objectsOf(call);
    const path = call.path.path ?? "";
    return openArtifact(objects, artifactKey(workspaceId, path), call.request, path);
  }),
  operation("DELETE", "/mlflow-artifacts/artifacts/{path...}", "training:write", remove),
  operation("GET", "/mlflow-artifacts/artifacts", "training:read", list),
  operation("POST", "/mlflow-artifacts/mpu/create/{path...}", "training:write", notOffered),
  operation("POST", "/mlflow-artifacts/mpu/complete/{path...}", "training:write", notOffered),
  operation("POST", "/mlflow-artifacts/mpu/abort/{path...}", "training:write", notOffered),
  operation("GET", "/mlflow-artifacts/presigned/{path...}", "training:read", notOffered),
  operation(["GET", "POST"], "/artifacts/presigned-upload-url", "training:write", notOffered),
  operation(["GET", "POST"], "/artifacts/presigned-download-url", "training:read", notOffered),
  operation("GET", "/artifacts/list", "training:read", async ({ caller, input }) => {
    const options = { cursor: input.text("page_token") || undefined };
    const found = await listArtifacts(caller, { runId: runIdOf(input) }, input.text("path") ?? "", options);
    return { root_uri: found.rootUri, files: found.files.map(fileWire), next_page_token: found.nextCursor };
  }),
  operation(
    "GET",
    "/logged-models/{id}/artifacts/directories",
    "training:read",
    async ({ caller, input, path }) => {
      const below = input.text("artifact_directory_path") ?? "";
      const options = { cursor: input.text("page_token") || undefined };
      const found = await listArtifacts(caller, { modelId: path.id ?? "" }, below, options);
      return { root_uri: found.rootUri, files: found.files.map(fileWire), next_page_token: found.nextCursor };
    },
  ),
  operation("GET", "/logged-models/{id}/artifacts/files", "training:read", async (call) => {
    const { caller, input, path, request } = call;
    const file = checkArtifactPath(input.requiredText("artifact_file_path"));
    const model = await getLoggedModel(caller, path.id ?? "");
    const place = await resolveArtifacts(caller, model.artifactUri);
    if (!place)
      throw invalid(`The artifacts lie at ${model.artifactUri}, which only the client itself can reach`);
    return openArtifact(caller.runtime.objects, place.prefix + file, request, file);
  }),
];
