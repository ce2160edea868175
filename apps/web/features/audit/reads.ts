import type { AuditEvent, Verification } from "@triops/domains/audit/schemas";
import { read, readPages } from "../../data/reads.ts";

export type AuditFilters = { verb?: string; subjectId?: string; actorId?: string };

export const auditPages = (filters: AuditFilters) => readPages<AuditEvent>("/audit-events", { ...filters });
export const auditVerification = () => read<Verification>("/audit-events/verify");
