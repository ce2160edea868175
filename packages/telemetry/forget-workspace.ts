import { z } from "zod";
import type { Telemetry } from "./client/telemetry.ts";

const timeoutSeconds = 300;

/** Deletes every row of a workspace. @throws unavailable */
export async function forgetWorkspace(telemetry: Telemetry, workspaceId: string): Promise<void> {
  const tables = await telemetry.administer({
    name: "forget.tables",
    sql: `SELECT c.table AS name FROM system.columns AS c
          INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
          WHERE c.database = currentDatabase() AND c.name = 'workspace_id' AND t.engine LIKE '%MergeTree'
          ORDER BY name`,
    row: z.object({ name: z.string().regex(/^[a-z][a-z0-9_]*$/) }),
  });
  for (const { name } of tables) {
    await telemetry.command({
      name: "forget.rows",
      sql: `DELETE FROM ${name} WHERE workspace_id = {workspaceId:UUID}`,
      params: { workspaceId },
      timeoutSeconds,
    });
  }
}
