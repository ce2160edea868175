import { z } from "zod";

/** What a verb must know of the job that runs the trial; its handler stands in `jobs.ts`. */
export const smokeJob = {
  name: "promotions.smoke",
  payload: z.object({ promotionId: z.uuid(), workspaceId: z.uuid() }),
  attempts: 3,
};
