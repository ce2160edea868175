import type {
  Card,
  Gate,
  Lineage,
  Model,
  ModelVersion,
  VersionFiles,
  VersionMetrics,
} from "@triops/domains/models/schemas";
import { read, readPages } from "../../data/reads.ts";

export type ModelFilters = { search?: string; order?: "name" | "updated" };

export const modelPages = (filters: ModelFilters) => readPages<Model>("/models", { ...filters });
export const modelByName = (name: string) => read<Model>("/models/by-name", { name });
export const modelCard = (id: string) => read<Card>(`/models/${id}/card`);
export const workspaceGate = () => read<Gate>("/models/gate");
export const modelGate = (id: string) => read<Gate>(`/models/${id}/gate`);

export const versionPages = (modelId: string) => readPages<ModelVersion>("/model-versions", { modelId });
export const versionByNumber = (name: string, version: string) =>
  read<ModelVersion>("/model-versions/by-number", { name, version });
export const versionFiles = (id: string) => read<VersionFiles>(`/model-versions/${id}/files`);
export const versionMetrics = (id: string) => read<VersionMetrics>(`/model-versions/${id}/metrics`);
export const versionLineage = (id: string) => read<Lineage>(`/model-versions/${id}/lineage`);
export type HistoryEntry = {
  id: string;
  at: string;
  actorKind: string;
  actorName: string;
  verb: string;
  before: unknown;
  after: unknown;
};
export const versionHistory = (id: string) => readPages<HistoryEntry>(`/model-versions/${id}/history`);
