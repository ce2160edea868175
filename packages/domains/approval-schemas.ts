import { z } from "zod";
import { isoTime, isoTimeOrNull } from "./paging.ts";

/** Of a request that one person makes and another decides, beside what it is about, its state and its checks. */
export const approvalFields = {
  version: z.int().nullable(),
  fromVersion: z.int().nullable(),
  reason: z.string(),
  checkedAt: isoTimeOrNull,
  requestedById: z.string(),
  requestedByKind: z.string(),
  requestedByName: z.string(),
  requesterId: z.string().nullable().describe("The member behind it, who may not approve it"),
  decidedById: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: isoTimeOrNull,
  note: z.string(),
  expiresAt: isoTime,
  createdAt: isoTime,
  updatedAt: isoTime,
};
