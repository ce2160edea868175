import { z } from "zod";

/** Keeps the figures of both versions as they were when a request was decided. */
export const freezeJob = {
  name: "label-requests.freeze",
  payload: z.object({ labelRequestId: z.uuid(), workspaceId: z.uuid() }),
  attempts: 5,
} as const;
