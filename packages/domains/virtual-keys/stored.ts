import type { Limits } from "./rules.ts";
import { publishedLimit } from "./snapshot-schemas.ts";

/** Limits in rows. */
export const limitsOf = (row: { limits: unknown }): Limits => publishedLimit.parse(row.limits);
