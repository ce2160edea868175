import { createHash } from "node:crypto";
import { contentId, timeFault } from "@triops/domains/changes/rules";
import {
  type ChangeReport,
  changeReport,
  reportsMax,
  type TakenReport,
} from "@triops/domains/changes/schemas";
import { type FieldFault, invalid } from "@triops/kernel/errors";
import { canonicalJson } from "@triops/kernel/json";

/**
 * One report or a list of them, each with an id that is the same when it is sent again: its own, the request's
 * `Idempotency-Key`, or a digest of what it says.
 * @throws invalid naming each field; nothing of the request is taken then
 */
export function readReports(body: unknown, idempotencyKey: string | null, now: Date): TakenReport[] {
  const many = Array.isArray(body);
  const items = many ? body : [body];
  if (items.length > reportsMax) throw invalid(`A request carries at most ${reportsMax} changes`);
  const faults: FieldFault[] = [];
  const reports = items.flatMap((item, index): TakenReport[] => {
    const parsed = changeReport.safeParse(item);
    const at = (path: string) => (many ? `${index}${path && "."}${path}` : path);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        faults.push({ path: at(path.join(".")), message: message.slice(0, 200) });
      return [];
    }
    const instant = parsed.data.at ? new Date(parsed.data.at) : now;
    const fault = timeFault(instant, now);
    if (fault) {
      faults.push({ path: at("at"), message: fault });
      return [];
    }
    const externalId = idOf(parsed.data, idempotencyKey, index, now);
    return [{ ...parsed.data, at: instant.toISOString(), source: "webhook", externalId }];
  });
  // A list of two hundred wrong reports is not answered with a thousand lines.
  if (faults.length > 0) throw invalid("Some fields are missing or wrong", faults.slice(0, 20));
  return reports;
}

function idOf(report: ChangeReport, idempotencyKey: string | null, index: number, now: Date): string {
  if (report.externalId) return `id:${report.externalId}`;
  if (idempotencyKey !== null) return `key:${idempotencyKey}:${index}`;
  const digest = createHash("sha256").update(canonicalJson(report)).digest("hex");
  return contentId(digest, Boolean(report.at), now.getTime());
}
