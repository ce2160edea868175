import type { Telemetry } from "@triops/telemetry/client/telemetry";
import type { LogFilter } from "@triops/telemetry/logs/filter";
import { knownTemplates } from "@triops/telemetry/logs/known-templates";

/** The id that stands for another: the end of its chain of merges. */
export function standingId(mergedInto: ReadonlyMap<string, string>, id: string): string {
  let current = id;
  // A chain is never longer than there are merges; two gateways that merged crosswise must not loop.
  for (let steps = 0; steps < mergedInto.size; steps++) {
    const next = mergedInto.get(current);
    if (next === undefined || next === "") break;
    current = next;
  }
  return current;
}

/** `template:<id>` means the template and all that were merged with it, whatever id its lines got at the time. */
export async function resolveTemplates(
  telemetry: Telemetry,
  workspaceId: string,
  filter: LogFilter,
  now: Date,
): Promise<LogFilter> {
  if (!asksForTemplate(filter)) return filter;
  const merged = await knownTemplates(telemetry, { workspaceId, now, onlyMerged: true });
  return expandTemplates(filter, new Map(merged.map(({ id, mergedInto }) => [id, mergedInto])));
}

function asksForTemplate(filter: LogFilter): boolean {
  if (filter.kind === "all" || filter.kind === "any") return filter.parts.some(asksForTemplate);
  return filter.kind === "not" ? asksForTemplate(filter.part) : isTemplate(filter);
}

function isTemplate(filter: LogFilter): filter is LogFilter & { kind: "compare" } {
  return (
    filter.kind === "compare" &&
    filter.field.kind === "column" &&
    filter.field.name === "template" &&
    (filter.op === "=" || filter.op === "!=")
  );
}

/** Ids that one condition may grow to; beyond it the rarest merges are left out. */
const idsMax = 24;

export function expandTemplates(filter: LogFilter, mergedInto: ReadonlyMap<string, string>): LogFilter {
  if (filter.kind === "all" || filter.kind === "any")
    return { kind: filter.kind, parts: filter.parts.map((part) => expandTemplates(part, mergedInto)) };
  if (filter.kind === "not") return { kind: "not", part: expandTemplates(filter.part, mergedInto) };
  if (!isTemplate(filter)) return filter;
  const standing = standingId(mergedInto, filter.value.toLowerCase());
  const ids = new Set([filter.value.toLowerCase(), standing]);
  for (const id of mergedInto.keys()) {
    if (ids.size >= idsMax) break;
    if (standingId(mergedInto, id) === standing) ids.add(id);
  }
  if (ids.size === 1) return filter;
  const parts = [...ids].map((value): LogFilter => ({ ...filter, value }));
  return { kind: filter.op === "=" ? "any" : "all", parts };
}
