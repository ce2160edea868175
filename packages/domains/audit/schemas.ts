import { z } from "zod";
import { isoTime, pageInput, pageOf } from "../paging.ts";

export const auditEvent = z.object({
  id: z.uuid(),
  seq: z.int().describe("Counts up without gaps within the workspace"),
  at: isoTime,
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  verb: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.output<typeof auditEvent>;

const time = z.iso.datetime({ offset: true });

export const listInput = z.object({
  ...pageInput,
  verb: z.string().max(100).optional().describe("A whole verb, or `incidents.` for all of a noun"),
  subjectType: z.string().max(60).optional(),
  subjectId: z.string().max(100).optional(),
  actorId: z.string().max(100).optional(),
  from: time.optional(),
  to: time.optional(),
});
export const auditPage = pageOf(auditEvent);

export const chainFault = z.object({
  seq: z.int(),
  kind: z.enum(["edited", "missing", "moved", "cut"]),
  text: z.string(),
});
export type ChainFault = z.output<typeof chainFault>;

export const verification = z.object({
  checked: z.int(),
  /** Null when every row is as it was written, in order and complete. */
  fault: chainFault.nullable(),
});
export type Verification = z.output<typeof verification>;
