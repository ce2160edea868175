import type { Evidence, LabelRequest, LabelRequestEntry } from "@triops/domains/label-requests/schemas";
import { read, readPages } from "../../data/reads.ts";

export const labelRequestPages = (filters: { state?: string; promptId?: string }) =>
  readPages<LabelRequest>("/label-requests", { ...filters });
export const requestById = (id: string) => read<LabelRequest>(`/label-requests/${id}`);
export const requestEvidence = (id: string) => read<Evidence>(`/label-requests/${id}/evidence`);
export const requestTimeline = (id: string) => readPages<LabelRequestEntry>(`/label-requests/${id}/timeline`);
