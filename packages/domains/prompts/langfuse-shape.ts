import type { Graph } from "./compose.ts";
import type { LangfusePrompt } from "./langfuse-schemas.ts";
import type { Template } from "./template.ts";

type Version = {
  id: string;
  version: number;
  type: "text" | "chat";
  template: Template;
  config: Record<string, unknown>;
  message: string;
  createdAt: string;
};
type Of = { workspaceId: string; name: string; tags: readonly string[] };

/** A version in Langfuse's words. Messages go without a type: older clients would hand it on to a model. */
export const langfuseShape = (
  of: Of,
  version: Version,
  more: { labels: readonly string[]; graph: Graph | Record<string, unknown> | null; createdBy: string },
): LangfusePrompt => ({
  id: version.id,
  createdAt: version.createdAt,
  updatedAt: version.createdAt,
  projectId: of.workspaceId,
  createdBy: more.createdBy,
  name: of.name,
  version: version.version,
  type: version.type,
  prompt: version.template,
  config: version.config,
  labels: [...more.labels],
  tags: [...of.tags],
  commitMessage: version.message === "" ? null : version.message,
  resolutionGraph: more.graph as Record<string, unknown> | null,
});
