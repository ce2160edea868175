import { z } from "zod";
import { ingestLimits } from "../api-keys/schemas.ts";
import { idInput, isoTime } from "../paging.ts";

const name = z.string().trim().min(1, "Give it a name").max(80);
export const retentionDays = z.coerce
  .number()
  .int()
  .min(1)
  .max(3_650)
  .describe("Days that raw telemetry is kept; changes apply to what comes in from now on");

export const workspace = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  retentionDays: z.int(),
  limits: ingestLimits.describe("What it may send; above it the gateway refuses"),
  operator: z.boolean().describe("Watches this installation itself"),
  demonstration: z.boolean().describe("Holds made-up data"),
  createdAt: isoTime,
});
export type Workspace = z.output<typeof workspace>;

export const createInput = z.object({ name, retentionDays: retentionDays.default(30) });
export const updateInput = idInput.extend({
  name: name.optional(),
  retentionDays: retentionDays.optional(),
  limits: ingestLimits.partial().optional().describe("What is left out stays as it is"),
});
export const listInput = z.object({});
/** Few enough to come at once: the workspaces of one person. */
export const workspaceList = z.object({ data: z.array(workspace), nextCursor: z.null() });
