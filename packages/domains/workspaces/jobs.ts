import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";

/** Answers kept for repeated requests go after their day (see `IdempotencyKey`). */
export const forgetAnswers = jobFactory<Runtime>()({
  name: "workspaces.forget-answers",
  payload: z.object({}),
  attempts: 3,
  every: { seconds: 3_600 },
  run: async ({ services, now }) => {
    await services.database.idempotencyKey.deleteMany({ where: { expiresAt: { lt: now } } });
  },
});
