import { invalid } from "@triops/kernel/errors";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import type { Caller } from "../runtime.ts";
import { type Access, accessTo } from "./access.ts";
import { requireModel } from "./logged-models/entity.ts";
import { requireRun } from "./runs/entity.ts";

/** Everything that runs and models of a workspace gave us to keep. */
export const artifactRoot = (workspaceId: string): string => `artifacts/${workspaceId}/`;

const invalidPath = () => invalid("Invalid path");

/**
 * A path as clients write it, below its root; empty for the root itself. What could lead elsewhere, also after being
 * decoded once more than it should, is refused. @throws invalid
 */
export function checkArtifactPath(path: string): string {
  let decoded = path;
  // Twice: some clients encode what is already encoded.
  for (let round = 0; round < 3; round++) {
    const unsafe =
      decoded.startsWith("/") ||
      decoded.includes("\\") ||
      /^[A-Za-z]:/.test(decoded) ||
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      /[\u0000-\u001f\u007f]/.test(decoded) ||
      decoded.split("/").some((part) => part === ".." || part === ".");
    if (unsafe) throw invalidPath();
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      break;
    }
  }
  const clean = path.replace(/\/+$/, "");
  if (clean.split("/").includes("") && clean !== "") throw invalidPath();
  return clean;
}

/** The key of one proxied artifact. @throws invalid */
export function artifactKey(workspaceId: string, path: string): string {
  const clean = checkArtifactPath(path);
  if (clean === "") throw invalidPath();
  return artifactRoot(workspaceId) + clean;
}

export type ArtifactFile = {
  /** Below what was listed, with its path. */
  path: string;
  isFolder: boolean;
  sizeBytes: number | null;
};

/** One level of names. Of a file's own path: nothing. @throws unavailable, invalid */
export async function listFolder(
  objects: ObjectStore,
  prefix: string,
  options: { cursor?: string | undefined; limit?: number } = {},
): Promise<{ files: ArtifactFile[]; nextCursor: string | null }> {
  const { objects: found, prefixes, nextCursor } = await objects.list(prefix, { delimiter: "/", ...options });
  const name = (key: string) => key.slice(prefix.length).replace(/\/$/, "");
  const files = [
    ...prefixes.map((key) => ({ path: name(key), isFolder: true, sizeBytes: null })),
    ...found.map(({ key, sizeBytes }) => ({ path: name(key), isFolder: false, sizeBytes })),
  ];
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), nextCursor };
}

/** Where a proxied URI lies in the object store, with a "/" at its end; null for a place that is not ours. */
export function prefixOfUri(workspaceId: string, uri: string): string | null {
  const path = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/s.exec(uri)?.[1];
  if (path === undefined) return null;
  const clean = checkArtifactPath(decodedPath(path));
  return clean === "" ? artifactRoot(workspaceId) : `${artifactRoot(workspaceId)}${clean}/`;
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidPath();
  }
}

/**
 * Where the files of a source lie: `runs:/<run>/<path>`, `models:/m-<id>[/<path>]` or `mlflow-artifacts:/…`. Null for a
 * place that is not ours, e.g. a bucket of the client's own. @throws notFound, invalid
 */
export async function resolveArtifacts(caller: Caller, source: string): Promise<{ prefix: string } | null> {
  const access = accessTo(caller, "read");
  const prefix = await prefixOfSource(access, source);
  return prefix === null ? null : { prefix };
}

async function prefixOfSource(access: Access, source: string): Promise<string | null> {
  const named = /^(runs|models):\/+([^/]+)(?:\/(.*))?$/s.exec(source);
  if (!named) return prefixOfUri(access.workspaceId, source);
  const [, scheme, id = "", rest = ""] = named;
  const path = checkArtifactPath(rest);
  const { artifactUri } =
    scheme === "runs" ? await requireRun(access, id) : await requireModel(access, id, { deleted: true });
  const prefix = prefixOfUri(access.workspaceId, artifactUri);
  return prefix === null ? null : path === "" ? prefix : `${prefix}${path}/`;
}

/** Files of a run or a logged model, below its artifact URI. @throws notFound, invalid when they are not with us */
export async function listArtifacts(
  caller: Caller,
  owner: { runId: string } | { modelId: string },
  path: string,
  options: { cursor?: string | undefined; limit?: number } = {},
): Promise<{ rootUri: string; files: ArtifactFile[]; nextCursor: string | null }> {
  const access = accessTo(caller, "read");
  const { artifactUri: rootUri } =
    "runId" in owner ? await requireRun(access, owner.runId) : await requireModel(access, owner.modelId);
  const prefix = prefixOfUri(access.workspaceId, rootUri);
  if (prefix === null)
    throw invalid(`The artifacts lie at ${rootUri}, which only the client itself can reach`);
  const below = checkArtifactPath(path);
  const folder = below === "" ? prefix : `${prefix}${below}/`;
  const { files, nextCursor } = await listFolder(access.runtime.objects, folder, options);
  const whole = below === "" ? "" : `${below}/`;
  return { rootUri, files: files.map((file) => ({ ...file, path: whole + file.path })), nextCursor };
}
