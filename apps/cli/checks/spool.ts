import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Finding, ok, warn } from "./finding.ts";

/** Records of model calls that wait in the gateway's folder, or that the telemetry store would not take. */
export function checkSpool(dataDir: string): Finding {
  const folder = join(dataDir, "spool");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const refused = names.filter((name) => name.endsWith(".refused")).length;
  const waiting = names.filter((name) => name.endsWith(".spool")).length;
  if (refused === 0) return ok("spool", `files of model calls on their way: ${waiting}`);
  return warn(
    "spool",
    `${refused} files of model calls were refused by the telemetry store`,
    `The gateway's log says why; they are kept in ${folder}. Take the ending off and restart the gateway to have one tried again.`,
  );
}
