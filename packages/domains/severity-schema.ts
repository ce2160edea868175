import { z } from "zod";
import { severities } from "./severity.ts";

// Apart from `severity.ts`, which runs in a browser that has no need of zod.
export const severity = z.enum(severities);
