import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { publishAll } from "../snapshot-part.ts";
import { pricesSnapshot } from "./snapshot.ts";

/** Makes up for any publication that was missed, and fills a Redis that lost its data. */
export const publish = jobFactory<Runtime>()({
  name: "prices.publish",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 10 },
  run: ({ services }) => publishAll(services, pricesSnapshot),
});
