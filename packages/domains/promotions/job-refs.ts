import { z } from "zod";

/** What a verb must know of the job that runs the checks; its handler stands in `jobs.ts`. */
export const checkJob = {
  name: "promotions.check",
  payload: z.object({ promotionId: z.uuid(), workspaceId: z.uuid() }),
  attempts: 5,
};
