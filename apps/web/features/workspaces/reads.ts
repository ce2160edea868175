import type { Workspace } from "@triops/domains/workspaces/schemas";
import { read } from "../../data/reads.ts";

export const workspaceById = (id: string) => read<Workspace>(`/workspaces/${id}`);
