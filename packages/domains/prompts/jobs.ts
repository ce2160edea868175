import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { publishAllPrompts } from "./snapshot.ts";

const define = jobFactory<Runtime>();

/** Makes up for any publication that was missed, and fills a Redis that lost its data. */
export const publish = define({
  name: "prompts.publish",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 10 },
  run: ({ services }) => publishAllPrompts(services),
});
