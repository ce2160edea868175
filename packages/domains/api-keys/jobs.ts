import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { flushUses } from "./last-used.ts";
import { publishAllKeys } from "./snapshot.ts";

const define = jobFactory<Runtime>();
const payload = z.object({});

/** Makes up for any publication that was missed, and fills a Redis that lost its data. */
export const publish = define({
  name: "api-keys.publish",
  payload,
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 30 },
  run: ({ services }) => publishAllKeys(services),
});

export const noteUses = define({
  name: "api-keys.note-use",
  payload,
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 30 },
  run: ({ services }) => flushUses(services),
});
