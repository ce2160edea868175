import { productEnv } from "@triops/domains/boot";
import { readEnv, storeEnv } from "@triops/kernel/env";
import { z } from "zod";

/** The worker's settings; the only place of this app that reads the environment. */
export const readWorkerEnv = () =>
  readEnv(
    {
      ...storeEnv,
      ...productEnv,
      /** Loopback, for health only; 0 takes any free one. */
      WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(4320),
      /** Set by a supervisor that wants us gone when it is. */
      TRIOPS_SUPERVISED: z.string().optional(),
    },
    process.env,
  );
