import type { Team, VirtualKey, WorkspaceLimits } from "@triops/domains/virtual-keys/schemas";
import { read, readPages } from "../../data/reads.ts";

export const keyPages = (filters: { search?: string; state?: string; teamId?: string }) =>
  readPages<VirtualKey>("/virtual-keys", { ...filters });
export const keyById = (id: string) => read<VirtualKey>(`/virtual-keys/${id}`);
export const teamPages = () => readPages<Team>("/teams");
export const workspaceLimits = () => read<WorkspaceLimits>("/llm-limits");
