import { infiniteQueryOptions } from "@tanstack/react-query";
import { callMlflow } from "./mlflow-call.ts";

export type ArtifactFile = { path: string; isDirectory: boolean; sizeBytes: number | null };
export type ArtifactOwner = { runId: string } | { modelId: string };

type Wire = {
  files?: { path: string; is_dir?: boolean; file_size?: number }[];
  next_page_token?: string;
};
type Listing = { files: ArtifactFile[]; nextToken: string | null };

/** One folder of a run's or a model's files; paths begin at its root. */
export const artifactPages = (owner: ArtifactOwner, folder: string) =>
  infiniteQueryOptions({
    queryKey: ["training-artifacts", owner, folder],
    queryFn: async ({ signal, pageParam }): Promise<Listing> => {
      const { files = [], next_page_token } = await callMlflow<Wire>("GET", addressOf(owner), {
        signal,
        query:
          "runId" in owner
            ? { run_id: owner.runId, path: folder, page_token: pageParam }
            : { artifact_directory_path: folder, page_token: pageParam },
      });
      return {
        files: files.map((file) => ({
          path: file.path,
          isDirectory: file.is_dir === true,
          sizeBytes: file.file_size ?? null,
        })),
        nextToken: next_page_token || null,
      };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: Listing) => last.nextToken,
  });

const addressOf = (owner: ArtifactOwner): string =>
  "runId" in owner
    ? "/artifacts/list"
    : `/logged-models/${encodeURIComponent(owner.modelId)}/artifacts/directories`;
