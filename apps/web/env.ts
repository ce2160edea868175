import { productEnv } from "@triops/domains/boot";
import { readEnv, storeEnv } from "@triops/kernel/env";
import { z } from "zod";
import { earlySettings } from "./api/env.ts";

/** The web app's settings; the only place of this app that reads the environment. */
export const readWebEnv = () =>
  readEnv(
    {
      ...storeEnv,
      ...productEnv,
      /** Where the worker answers for its health; without it that check says "unknown". */
      TRIOPS_WORKER_URL: z.url().optional(),
      ...earlySettings,
      /** Allows the functions of PromQL that Prometheus itself calls experimental. */
      TRIOPS_PROMQL_EXPERIMENTAL: z.stringbool().default(false),
      /** Sign-in through an OpenID Connect provider; all of the first three or none. */
      OIDC_ISSUER: z.url().optional(),
      OIDC_CLIENT_ID: z.string().optional(),
      OIDC_CLIENT_SECRET: z.string().optional(),
      OIDC_NAME: z.string().default("Single sign-on"),
    },
    process.env,
  );

export type WebEnv = ReturnType<typeof readWebEnv>;
