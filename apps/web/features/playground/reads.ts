import type { Session, SessionSummary } from "@triops/domains/prompt-runs/schemas";
import { read, readPages } from "../../data/reads.ts";

export const sessionPages = (search = "") => readPages<SessionSummary>("/playground-sessions", { search });
export const sessionById = (id: string) => read<Session>(`/playground-sessions/${id}`);
