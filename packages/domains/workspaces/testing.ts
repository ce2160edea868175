import { newId } from "@triops/kernel/ids";
import type { Samples } from "../testing.ts";

export const samples: Samples = {
  "workspaces.create": async () => ({ name: `Made ${newId()}` }),
  "workspaces.get": async ({ context }) => ({ id: context.workspaceId }),
  "workspaces.update": async ({ context }) => ({
    id: context.workspaceId,
    name: "Renamed",
    retentionDays: 14,
  }),
};
