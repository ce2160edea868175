import { z } from "zod";

/** What a verb must know of the job that sends; its handler stands in `jobs.ts`. */
export const deliverJob = {
  name: "webhooks.deliver",
  payload: z.object({ deliveryId: z.uuid(), workspaceId: z.uuid() }),
  attempts: 1,
};
