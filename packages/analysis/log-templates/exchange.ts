import { type Cluster, difference, frameOf, templateText, widen } from "./cluster.ts";
import type { Header, HeaderStep } from "./header.ts";
import { addService, alias, type Miner, readWith, type ServiceTemplates } from "./miner.ts";

/**
 * What one miner tells others, and its own next life: a template, the merge of one into another, or (with an empty id)
 * the header of a service's lines. All of it may arrive twice and in any order.
 */
export type SharedTemplate = {
  service: string;
  id: string;
  /** With typed variables, for people. */
  text: string;
  /** For `adopt`; empty for a merge. */
  state: string;
  /** The id that took this one in; empty while it stands. */
  mergedInto: string;
  firstMs: number;
};

const headerSteps = new Set<string>([
  "time",
  "level",
  "number",
  "word",
  "bracket",
  "dash",
  "dashSoon",
  "colon",
  "pipe",
] satisfies HeaderStep[]);

/** What is new since the last time, or with `all` everything that stands. `nowMs` dates what was not dated yet. */
export function takeNews(miner: Miner, nowMs: number, all = false): SharedTemplate[] {
  const news: SharedTemplate[] = [];
  for (const [service, known] of miner.services) {
    // Once it is certain: a header from a few lines would stand in the way of a better one.
    if ((known.news.header || all) && known.sample === null)
      news.push({ ...blank, service, state: JSON.stringify(known.header), firstMs: nowMs });
    for (const cluster of all ? standing(known) : known.news.clusters) {
      cluster.firstMs ||= nowMs;
      news.push({
        service,
        id: cluster.id,
        text: templateText(cluster),
        state: JSON.stringify([cluster.texts, cluster.kinds.join(""), cluster.spaced.join("")]),
        mergedInto: "",
        firstMs: cluster.firstMs,
      });
    }
    for (const id of known.news.merged) {
      const mergedInto = known.aliases.get(id);
      if (mergedInto !== undefined) news.push({ ...blank, service, id, mergedInto, firstMs: nowMs });
    }
    known.news = { clusters: new Set(), merged: new Set(), header: false };
  }
  return news;
}

const blank = { id: "", text: "", state: "", mergedInto: "" };
const standing = (known: ServiceTemplates): Cluster[] => [...known.buckets.values()].flat();

/** Takes over what others learned. Of two templates for one message the older stays, whoever looks. */
export function adopt(miner: Miner, shared: readonly SharedTemplate[]): void {
  const byService = Map.groupBy(shared, (each) => each.service);
  for (const [service, each] of byService) {
    const known = miner.services.get(service) ?? addService(miner, service);
    const header = each.find((one) => one.id === "");
    if (header) adoptHeader(miner, service, known, header.state);
    const byId = new Map(standing(known).map((cluster) => [cluster.id, cluster]));
    const templates = each.filter((one) => one.id !== "" && one.mergedInto === "");
    templates.sort((a, b) => a.firstMs - b.firstMs);
    for (const one of templates) adoptTemplate(miner, known, byId, one);
    for (const one of each) if (one.mergedInto !== "") adoptMerge(known, byId, one);
  }
}

function adoptHeader(miner: Miner, service: string, known: ServiceTemplates, state: string): void {
  const header = safely<Header>(state);
  if (!Array.isArray(header) || !header.every((step) => headerSteps.has(step))) return;
  const { sample } = known;
  known.sample = null;
  if (sample === null && known.header.length > 0) return;
  readWith(miner, service, known, sample ?? [], header);
  known.news.header = false;
}

function adoptTemplate(
  miner: Miner,
  known: ServiceTemplates,
  byId: Map<string, Cluster>,
  one: SharedTemplate,
): void {
  const shape = shapeIn(one.state);
  if (!shape) return;
  const own = byId.get(one.id);
  if (own) {
    const found = difference(own, shape, shape.texts.length);
    if (found) widen(own, [...found.words, ...found.halves, ...found.types]);
    if (own.firstMs === 0 || one.firstMs < own.firstMs) own.firstMs = one.firstMs;
    return;
  }
  if (known.aliases.has(one.id) || known.clusters >= miner.limits.templatesPerServiceMax) return;
  const cluster: Cluster = {
    ...shape,
    id: one.id,
    lines: 0,
    lastLine: 0,
    isGone: false,
    firstMs: one.firstMs,
  };
  const frame = frameOf(cluster);
  const bucket = known.buckets.get(frame) ?? [];
  known.buckets.set(frame, [...bucket, cluster]);
  known.clusters++;
  byId.set(one.id, cluster);
  for (const other of bucket) {
    const found = difference(cluster, other, 0) ?? difference(other, cluster, 0);
    if (!found || found.words.length > 0 || found.halves.length > 0) continue;
    const older = isOlder(other, cluster) ? other : cluster;
    absorb(known, byId, older, older === other ? cluster : other);
    if (older === other) return;
  }
}

const isOlder = (a: Cluster, b: Cluster): boolean => {
  // What was never told to anybody is the newest of all.
  const [aMs, bMs] = [a.firstMs || Number.POSITIVE_INFINITY, b.firstMs || Number.POSITIVE_INFINITY];
  return aMs < bMs || (aMs === bMs && a.id < b.id);
};

function adoptMerge(known: ServiceTemplates, byId: Map<string, Cluster>, one: SharedTemplate): void {
  const gone = byId.get(one.id);
  const into = byId.get(one.mergedInto);
  if (gone && into && gone !== into) {
    // Elsewhere they were merged with more lines at hand than here.
    if (isOlder(gone, into)) absorb(known, byId, gone, into);
    else absorb(known, byId, into, gone);
  } else if (!gone && !known.aliases.has(one.id)) alias(known, one.id, one.mergedInto, false);
}

function absorb(known: ServiceTemplates, byId: Map<string, Cluster>, kept: Cluster, gone: Cluster): void {
  const found = difference(kept, gone, kept.texts.length);
  if (found && kept.texts.length === gone.texts.length)
    widen(kept, [...found.words, ...found.halves, ...found.types]);
  kept.lines += gone.lines;
  gone.isGone = true;
  known.clusters--;
  const frame = frameOf(gone);
  known.buckets.set(
    frame,
    (known.buckets.get(frame) ?? []).filter((cluster) => cluster !== gone),
  );
  byId.delete(gone.id);
  known.aliases.delete(kept.id);
  alias(known, gone.id, kept.id);
  known.news.clusters.delete(gone);
  known.news.clusters.add(kept);
}

function shapeIn(state: string): Pick<Cluster, "texts" | "kinds" | "spaced"> | null {
  const [texts, kinds, spaced] = safely<[string[], string, string]>(state) ?? [];
  if (!Array.isArray(texts) || typeof kinds !== "string" || typeof spaced !== "string") return null;
  if (kinds.length !== texts.length || spaced.length !== texts.length) return null;
  return { texts, kinds: [...kinds].map(Number), spaced: [...spaced].map(Number) };
}

/** Another version may have written it: what cannot be read is learned anew. */
function safely<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
