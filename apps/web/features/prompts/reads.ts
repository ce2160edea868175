import type {
  Branch,
  FolderList,
  Gate,
  LabelMove,
  MergePreview,
  Prompt,
  PromptVersion,
} from "@triops/domains/prompts/schemas";
import type { Figures, PromptUsage } from "@triops/domains/prompts/usage-schemas";
import { read, readPages } from "../../data/reads.ts";

export type PromptFilters = {
  search?: string;
  folder?: string;
  tag?: string;
  label?: string;
  archived?: string;
};

export const promptPages = (filters: PromptFilters = {}) => readPages<Prompt>("/prompts", { ...filters });
export const promptFolders = () => read<FolderList>("/prompts/folders");
export const promptByName = (name: string) => read<Prompt>("/prompts/by-name", { name });
export const promptGate = () => read<Gate>("/prompts/gate");
export const versionPages = (promptId: string, branch = "") =>
  readPages<PromptVersion>("/prompt-versions", { promptId, branch });
export const versionByNumber = (name: string, version: number) =>
  read<PromptVersion>("/prompt-versions/by-number", { name, version });
export const branchPages = (id: string) => readPages<Branch>(`/prompts/${id}/branches`);
export const labelMoves = (id: string) => readPages<LabelMove>(`/prompts/${id}/label-moves`);
export const mergePreview = (id: string, branch: string) =>
  read<MergePreview>(`/prompts/${id}/preview-merge`, { branch });

export type Span = { fromMs: number; toMs: number };
const range = ({ fromMs, toMs }: Span) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
export const promptUsage = (id: string, span: Span) => read<PromptUsage>(`/prompts/${id}/usage`, range(span));
export type FiguresOfMany = { from: string; to: string; data: (Figures & { id: string })[] };
export const promptFigures = (ids: readonly string[]) =>
  read<FiguresOfMany>("/prompts/figures", { ids: ids.join(",") });
