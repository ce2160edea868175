import { forgetWorkspace as forgetRows } from "@triops/database/forget-workspace";
import { conflict, notFound } from "@triops/kernel/errors";
import { forgetWorkspace as forgetTelemetry } from "@triops/telemetry/forget-workspace";
import { publishAllKeys } from "../api-keys/index.ts";
import type { Runtime } from "../runtime.ts";

/** Takes a demonstration workspace away with all its data. @throws conflict for any other workspace */
export async function removeDemonstration(runtime: Runtime, id: string): Promise<void> {
  const row = await runtime.database.workspace.findUnique({ where: { id } });
  if (!row) throw notFound("workspace");
  if (!row.demonstration) throw conflict("Only a workspace of demonstration data can be removed");
  await forgetTelemetry(runtime.telemetry, id);
  await forgetRows(runtime.database, id);
  await publishAllKeys(runtime);
}
