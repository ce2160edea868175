import { type Cluster, difference, frameOf, type Shape, shapeOf, templateText, widen } from "./cluster.ts";
import { type Header, learnHeader, messageStart } from "./header.ts";
import { judge } from "./judge.ts";
import { scan } from "./scan.ts";
import { Tokens } from "./tokens.ts";

export type MinerLimits = {
  /** Services whose templates are kept; the one unheard of for longest is forgotten. */
  servicesMax: number;
  templatesPerServiceMax: number;
  /** Remembered line shapes per service, each about 50 bytes; twice as many at most. */
  shapesPerServiceMax: number;
};

export const defaultLimits: MinerLimits = {
  servicesMax: 500,
  templatesPerServiceMax: 4_000,
  shapesPerServiceMax: 20_000,
};

/** The templates of one service. */
export type ServiceTemplates = {
  header: Header;
  /** All lines so far with their ids, until the header was learned from enough of them; then null. */
  sample: { line: string; id: string }[] | null;
  lines: number;
  /** Line shapes seen lately, in two generations; a shape that is known costs one look-up. */
  young: Map<number, Cluster>;
  old: Map<number, Cluster>;
  buckets: Map<string, Cluster[]>;
  clusters: number;
  /** Ids of merged templates to the id that took them in. */
  aliases: Map<string, string>;
  /** What others were not told yet (`exchange.ts`). */
  news: { clusters: Set<Cluster>; merged: Set<string>; header: boolean };
};

export type Miner = { limits: MinerLimits; services: Map<string, ServiceTemplates> };

export type Template = {
  id: string;
  /** With typed variables: `Accepted password for <*> from <ip> port <num>`. */
  text: string;
  lines: number;
};

/** Numbers of lines after which the header is learned (again). */
const learnAt = [8, 32, 128];
const sampleMax = 128;
/** Longer lines are left out of the sample. */
const sampleCharsMax = 1_024;

export function createMiner(limits: Partial<MinerLimits> = {}): Miner {
  return { limits: { ...defaultLimits, ...limits }, services: new Map() };
}

const tokens = new Tokens();

/**
 * The template of one line, found or founded: its id. Ids may be merged later; `currentId` tells the id that stands
 * for it now. One pass; no setting for any system.
 */
export function mine(miner: Miner, service: string, line: string): string {
  const known = miner.services.get(service) ?? addService(miner, service);
  const id = assign(miner, service, known, line);
  if (known.sample === null) return id;
  if (line.length <= sampleCharsMax) known.sample.push({ line, id });
  if (!learnAt.includes(known.sample.length)) return id;
  learn(miner, service, known, known.sample);
  if (known.sample.length >= sampleMax) {
    known.sample = null;
    known.news.header = true;
  }
  return currentId(miner, service, id);
}

function assign(miner: Miner, service: string, known: ServiceTemplates, line: string): string {
  const number = ++known.lines;
  scan(line, known.header.length === 0 ? 0 : messageStart(known.header, line), tokens);
  const shapeNumber = tokens.shape();
  let cluster = known.young.get(shapeNumber);
  if (cluster === undefined || cluster.isGone) {
    cluster = known.old.get(shapeNumber);
    if (cluster === undefined || cluster.isGone) cluster = place(miner, service, known, shapeOf(tokens));
    remember(miner, known, shapeNumber, cluster);
  }
  cluster.lines++;
  cluster.lastLine = number;
  return cluster.id;
}

/** With another header the lines so far are read again, and ids given out stand for what their lines are now. */
function learn(
  miner: Miner,
  service: string,
  known: ServiceTemplates,
  sample: NonNullable<ServiceTemplates["sample"]>,
): void {
  readWith(miner, service, known, sample, learnHeader(sample.map((each) => each.line)));
}

/** Takes a header, and reads the lines of the sample again when it is another one than before. */
export function readWith(
  miner: Miner,
  service: string,
  known: ServiceTemplates,
  sample: NonNullable<ServiceTemplates["sample"]>,
  header: Header,
): void {
  if (header.join() === known.header.join()) return;
  known.header = header;
  known.news.header = true;
  for (const cluster of [...known.buckets.values()].flat()) cluster.isGone = true;
  known.news.clusters.clear();
  known.buckets.clear();
  known.young.clear();
  known.old.clear();
  known.clusters = 0;
  known.lines = 0;
  const before = sample.map((each) => each.id);
  for (const each of sample) each.id = assign(miner, service, known, each.line);
  const standing = new Set([...known.buckets.values()].flat().map((cluster) => cluster.id));
  for (const [i, id] of before.entries()) {
    if (!standing.has(id)) alias(known, id, currentId(miner, service, sample[i]?.id ?? id));
  }
}

/** Never makes a circle: `into` must not stand for `id` already. */
export function alias(known: ServiceTemplates, id: string, into: string, isNews = true): void {
  if (endOf(known.aliases, into) === id) return;
  known.aliases.set(id, into);
  if (isNews) known.news.merged.add(id);
}

function endOf(aliases: ReadonlyMap<string, string>, id: string): string {
  let current = id;
  for (let next = aliases.get(current); next !== undefined; next = aliases.get(current)) current = next;
  return current;
}

/** Learns the header from lines known beforehand, so that the first lines are read as well as the last. */
export function primeHeader(miner: Miner, service: string, sample: readonly string[]): void {
  const known = miner.services.get(service) ?? addService(miner, service);
  known.header = learnHeader(sample);
  known.sample = null;
}

/** The id that stands for `id` now. */
export function currentId(miner: Miner, service: string, id: string): string {
  const aliases = miner.services.get(service)?.aliases;
  return aliases ? endOf(aliases, id) : id;
}

/** All templates of a service, most frequent first. */
export function templatesOf(miner: Miner, service: string): Template[] {
  const found = [...(miner.services.get(service)?.buckets.values() ?? [])].flat();
  return found
    .sort((a, b) => b.lines - a.lines)
    .map((cluster) => ({ id: cluster.id, text: templateText(cluster), lines: cluster.lines }));
}

export function newService(): ServiceTemplates {
  return {
    header: [],
    sample: [],
    lines: 0,
    young: new Map(),
    old: new Map(),
    buckets: new Map(),
    clusters: 0,
    aliases: new Map(),
    news: { clusters: new Set(), merged: new Set(), header: false },
  };
}

export function addService(miner: Miner, service: string): ServiceTemplates {
  if (miner.services.size >= miner.limits.servicesMax) {
    // Maps keep their order of insertion: the first is the oldest.
    const oldest = miner.services.keys().next();
    if (!oldest.done) miner.services.delete(oldest.value);
  }
  const added = newService();
  miner.services.set(service, added);
  return added;
}

function remember(miner: Miner, known: ServiceTemplates, shape: number, cluster: Cluster): void {
  if (known.young.size >= miner.limits.shapesPerServiceMax) {
    known.old = known.young;
    known.young = new Map();
  }
  known.young.set(shape, cluster);
}

function place(miner: Miner, service: string, known: ServiceTemplates, shape: Shape): Cluster {
  const frame = frameOf(shape);
  let bucket = known.buckets.get(frame);
  if (!bucket) {
    bucket = [];
    known.buckets.set(frame, bucket);
  }
  for (const cluster of bucket) {
    const found = difference(cluster, shape, 0);
    if (!found || found.words.length > 0 || found.halves.length > 0) continue;
    if (found.types.length > 0) {
      widen(cluster, found.types);
      known.news.clusters.add(cluster);
    }
    return cluster;
  }
  const verdict = judge(bucket, shape);
  if (verdict.kind === "merge") return merge(known, frame, bucket, verdict.clusters, verdict.places);
  const founded: Cluster = {
    ...shape,
    id: idOf(service, shape),
    lines: 0,
    lastLine: known.lines,
    isGone: false,
    firstMs: 0,
  };
  known.news.clusters.add(founded);
  known.news.merged.delete(founded.id);
  known.aliases.delete(founded.id);
  bucket.push(founded);
  known.clusters++;
  if (known.clusters > miner.limits.templatesPerServiceMax) forget(miner, known);
  return founded;
}

/** The oldest cluster takes the others in, and whatever else its wider template now fits. */
function merge(
  known: ServiceTemplates,
  frame: string,
  bucket: Cluster[],
  clusters: readonly Cluster[],
  places: readonly number[],
): Cluster {
  const [kept] = bucket.filter((cluster) => clusters.includes(cluster)) as [Cluster, ...Cluster[]];
  widen(kept, places);
  known.news.clusters.add(kept);
  const rest = bucket.filter((cluster) => {
    if (cluster === kept) return true;
    const found = difference(kept, cluster, 0);
    const fits = found !== null && found.words.length === 0 && found.halves.length === 0;
    if (!fits && !clusters.includes(cluster)) return true;
    if (found) widen(kept, found.types);
    kept.lines += cluster.lines;
    cluster.isGone = true;
    known.news.clusters.delete(cluster);
    alias(known, cluster.id, kept.id);
    known.clusters--;
    return false;
  });
  known.buckets.set(frame, rest);
  return kept;
}

/** Drops the tenth of the templates that was not seen for longest. */
function forget(miner: Miner, known: ServiceTemplates): void {
  const all = [...known.buckets.values()].flat().sort((a, b) => a.lastLine - b.lastLine);
  const leaving = all.slice(0, Math.max(1, Math.floor(all.length / 10)));
  for (const cluster of leaving) {
    cluster.isGone = true;
    known.news.clusters.delete(cluster);
  }
  for (const [frame, bucket] of known.buckets) {
    const staying = bucket.filter((cluster) => !cluster.isGone);
    if (staying.length === 0) known.buckets.delete(frame);
    else if (staying.length < bucket.length) known.buckets.set(frame, staying);
  }
  known.clusters -= leaving.length;
  const standing = new Set(all.filter((cluster) => !cluster.isGone).map((cluster) => cluster.id));
  for (const [id] of known.aliases) {
    if (!standing.has(endOf(known.aliases, id))) known.aliases.delete(id);
  }
  while (known.aliases.size > miner.limits.templatesPerServiceMax * 4) {
    const oldest = known.aliases.keys().next();
    if (oldest.done) break;
    known.aliases.delete(oldest.value);
  }
}

/** FNV-1a over the service and the founding template, 64 bits. */
function idOf(service: string, shape: Shape): string {
  const text = `${service}\n${templateText(shape)}`;
  let low = 0x811c9dc5 | 0;
  let high = 0x01000193 | 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    low = Math.imul(low ^ c, 0x01000193);
    high = Math.imul(high ^ (c + i), 0x85ebca6b);
  }
  return hex(high ^ (high >>> 15)) + hex(low ^ (low >>> 13));
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
