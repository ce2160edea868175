import type { Deployment, Live, Revision } from "@triops/domains/deployments/schemas";
import type {
  Coverage,
  Prediction,
  PredictionDetail,
  Shadows,
  Traffic,
} from "@triops/domains/predictions/schemas";
import type { Rollout, RolloutEntry } from "@triops/domains/rollouts/schemas";
import { type Page, read, readPages } from "../../data/reads.ts";

export type Span = { fromMs: number; toMs: number };

const spanQuery = ({ fromMs, toMs }: Span) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

export const deploymentPages = (filters: { search?: string; model?: string }) =>
  readPages<Deployment>("/deployments", { ...filters });
export const deploymentById = (id: string) => read<Deployment>(`/deployments/${id}`);
export const deploymentRevisions = (id: string) => readPages<Revision>(`/deployments/${id}/revisions`);
export const liveFigures = (ids: readonly string[]) =>
  read<Live>("/deployments/live", { ids: ids.join(",") });

export const rolloutsOf = (deploymentId: string) =>
  read<Page<Rollout>>("/rollouts", { deploymentId, limit: 5 });
export const rolloutTimeline = (id: string) => readPages<RolloutEntry>(`/rollouts/${id}/timeline`);

export const trafficOf = (deployment: string, span: Span) =>
  read<Traffic>("/predictions/traffic", { deployment, ...spanQuery(span) });
export const coverageOf = (deployment: string, span: Span) =>
  read<Coverage>("/predictions/coverage", { deployment, ...spanQuery(span) });
export const shadowsOf = (deployment: string, span: Span) =>
  read<Shadows>("/predictions/shadows", { deployment, ...spanQuery(span) });

export type PredictionFilters = {
  role?: string;
  version?: string;
  errors?: string;
  latencyMsMin?: string;
  output?: string;
  user?: string;
  requestId?: string;
};
export const predictionPages = (deployment: string, span: Span, filters: PredictionFilters) =>
  readPages<Prediction>("/predictions", { deployment, ...filters, ...spanQuery(span) });
export const predictionById = (deployment: string, id: string, span: Span) =>
  read<PredictionDetail>(`/predictions/${encodeURIComponent(id)}`, { deployment, ...spanQuery(span) });
