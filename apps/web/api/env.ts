import { readEnv } from "@triops/kernel/env";
import { z } from "zod";

/** Settings that are needed before the first request and must not load the whole product. */
export const earlySettings = {
  /** Reverse proxies in front, as addresses or CIDR ranges; only their `x-forwarded-for` is believed. */
  TRIOPS_TRUSTED_PROXIES: z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .optional(),
};

export const readEarlyEnv = () => readEnv(earlySettings, process.env);
