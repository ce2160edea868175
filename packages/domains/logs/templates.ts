import { createMiner, currentId, mine, templatesOf } from "@triops/analysis/log-templates/miner";
import type { KnownTemplate } from "@triops/telemetry/logs/known-templates";
import type { LogTemplateCount } from "@triops/telemetry/logs/templates";
import { standingId } from "./known-templates.ts";

export type JoinedTemplate = Omit<LogTemplateCount, "templateId"> & {
  id: string;
  /** With typed variables: `user <*> signed in from <ip>`. */
  text: string;
  trend: "new" | "vanished" | "surging" | "steady";
};

/** Records a template must have for its growth to count. */
const surgeRecordsMin = 20;
/** Times as many as in the window before. */
const surgeFactor = 3;
const examplesMax = 5;

/**
 * Joins counts per template id into templates, most frequent first. What the gateways know about merges and texts
 * decides; ids they do not know (any more) are one template when the miner takes their examples for one message.
 */
export function joinTemplates(
  counts: readonly LogTemplateCount[],
  known: readonly KnownTemplate[],
  from: Date,
): JoinedTemplate[] {
  const byId = new Map(known.map((template) => [template.id, template]));
  const mergedInto = new Map(known.map(({ id, mergedInto: into }) => [id, into]));
  const unknown = counts.filter((count) => !byId.has(standingId(mergedInto, count.templateId)));
  const examined = examine(unknown);
  const joined = new Map<string, JoinedTemplate>();
  for (const count of [...counts].sort((a, b) => total(b) - total(a))) {
    const standing = byId.get(standingId(mergedInto, count.templateId));
    const guess = examined.get(count);
    const id = standing?.id ?? guess?.id ?? count.templateId;
    const key = `${count.service}\n${id}`;
    const first = byId.get(count.templateId)?.firstSeen;
    const firstSeen = first && first < count.firstSeen ? first : count.firstSeen;
    const there = joined.get(key);
    if (!there) {
      const { templateId, ...rest } = count;
      const text = standing?.text ?? guess?.text ?? count.examples[0] ?? "";
      joined.set(key, {
        ...rest,
        counts: [...count.counts],
        id: standing?.id ?? templateId,
        text,
        firstSeen,
        trend: "steady",
      });
      continue;
    }
    there.records += count.records;
    there.recordsBefore += count.recordsBefore;
    there.errors += count.errors;
    there.counts = there.counts.map((value, step) => value + (count.counts[step] ?? 0));
    there.examples = [...new Set([...there.examples, ...count.examples])].slice(0, examplesMax);
    if (firstSeen < there.firstSeen) there.firstSeen = firstSeen;
    if (count.lastSeen > there.lastSeen) there.lastSeen = count.lastSeen;
  }
  return [...joined.values()]
    .map((template) => ({ ...template, trend: trendOf(template, from) }))
    .sort((a, b) => b.records - a.records || b.recordsBefore - a.recordsBefore);
}

/** What the miner makes of the examples of ids that nobody knows. */
function examine(counts: readonly LogTemplateCount[]): Map<LogTemplateCount, { id: string; text: string }> {
  const miner = createMiner();
  const firstIds = new Map<LogTemplateCount, string>();
  for (const count of [...counts].sort((a, b) => total(b) - total(a))) {
    // Rows of one id belong together whatever their few examples say.
    const ids = count.examples.map((example) => mine(miner, count.service, example));
    firstIds.set(count, ids[0] ?? "");
  }
  const texts = new Map<string, string>();
  for (const service of new Set(counts.map((count) => count.service)))
    for (const template of templatesOf(miner, service))
      texts.set(`${service}\n${template.id}`, template.text);
  return new Map(
    [...firstIds].map(([count, first]) => {
      const id = currentId(miner, count.service, first);
      return [count, { id, text: texts.get(`${count.service}\n${id}`) ?? count.examples[0] ?? "" }];
    }),
  );
}

const total = (count: LogTemplateCount): number => count.records + count.recordsBefore;

/** New: never seen before the window. The rest is compared with the window of the same length before. */
export function trendOf(
  counts: Pick<JoinedTemplate, "records" | "recordsBefore" | "firstSeen">,
  from: Date,
): JoinedTemplate["trend"] {
  if (counts.records === 0) return "vanished";
  if (counts.firstSeen >= from) return "new";
  return counts.records >= surgeRecordsMin && counts.records >= surgeFactor * counts.recordsBefore
    ? "surging"
    : "steady";
}
