import { z } from "zod";

/** What a verb must know of the job that reprices; its handler stands in `jobs.ts`. */
export const repriceJob = {
  name: "charges.reprice",
  payload: z.object({ repricingId: z.uuid() }),
  attempts: 5,
  dedupe: ({ repricingId }: { repricingId: string }) => repricingId,
};
