import type { Transaction } from "@triops/database/scoped";
import {
  CompositionFault,
  compose,
  type Graph,
  keyOf,
  type Library,
  type Part,
  type Reference,
  referencesOf,
} from "./compose.ts";
import { latestLabel, promptLimits } from "./names.ts";
import type { Template } from "./template.ts";

/** Versions that are read for one composition, all levels together. */
const partsMax = 1_000;

/** What these references and all below them mean now: three statements a level. @throws CompositionFault */
export async function loadLibrary(db: Transaction, wanted: readonly Reference[]): Promise<Library> {
  const found = new Map<string, Part | null>();
  let level = [...wanted];
  for (let depth = 0; depth <= promptLimits.depthMax && level.length > 0; depth++) {
    const parts = await loadParts(db, level);
    for (const reference of level) found.set(keyOf(reference), parts.get(keyOf(reference)) ?? null);
    if (found.size > partsMax) throw new CompositionFault(`It includes more than ${partsMax} prompts`);
    const next = new Map<string, Reference>();
    for (const part of parts.values())
      for (const reference of referencesOf(part.template))
        if (!found.has(keyOf(reference))) next.set(keyOf(reference), reference);
    level = [...next.values()];
  }
  return (reference) => found.get(keyOf(reference)) ?? null;
}

async function loadParts(db: Transaction, wanted: readonly Reference[]): Promise<Map<string, Part>> {
  const names = [...new Set(wanted.map(({ name }) => name))];
  const prompts = await db.prompt.findMany({
    where: { name: { in: names } },
    select: { id: true, name: true, mainVersion: true },
  });
  const promptOf = new Map(prompts.map((prompt) => [prompt.name, prompt]));
  const byLabel = wanted.flatMap(({ name, label }) => {
    const promptId = promptOf.get(name)?.id;
    return label !== null && label !== latestLabel && promptId ? [{ promptId, label }] : [];
  });
  const labels =
    byLabel.length > 0
      ? await db.promptLabel.findMany({
          where: { OR: byLabel },
          select: { promptId: true, label: true, version: true },
        })
      : [];
  const labelled = new Map(labels.map((one) => [`${one.promptId}|${one.label}`, one.version]));
  const numbered = wanted.flatMap((reference) => {
    const prompt = promptOf.get(reference.name);
    if (!prompt) return [];
    const { label } = reference;
    const version =
      reference.version ??
      (label === latestLabel ? prompt.mainVersion : (labelled.get(`${prompt.id}|${label}`) ?? null));
    return version === null
      ? []
      : [{ key: keyOf(reference), name: prompt.name, promptId: prompt.id, version }];
  });
  if (numbered.length === 0) return new Map();
  const rows = await db.promptVersion.findMany({
    where: { OR: numbered.map(({ promptId, version }) => ({ promptId, version })) },
    select: { id: true, promptId: true, version: true, type: true, template: true },
  });
  const rowOf = new Map(rows.map((row) => [`${row.promptId}|${row.version}`, row]));
  return new Map(
    numbered.flatMap(({ key, name, promptId, version }): [string, Part][] => {
      const row = rowOf.get(`${promptId}|${version}`);
      if (!row) return [];
      const { id, type } = row;
      return [[key, { id, name, version, type: type as Part["type"], template: row.template as Template }]];
    }),
  );
}

export type Composed = { template: Template; graph: Graph | null; fault: string | null };

/** Versions put together as things stand; what cannot be keeps its template and says why. */
export async function composeAll(db: Transaction, parts: readonly Part[]): Promise<Composed[]> {
  const wanted = new Map(
    parts.flatMap((part) => referencesOf(part.template)).map((one) => [keyOf(one), one] as const),
  );
  try {
    const library = await loadLibrary(db, [...wanted.values()]);
    return parts.map((part) => composeOne(part, library));
  } catch (error) {
    if (!(error instanceof CompositionFault)) throw error;
    return parts.map(({ template }) => ({ template, graph: null, fault: error.message }));
  }
}

function composeOne(part: Part, library: Library): Composed {
  try {
    return { ...compose(part, library), fault: null };
  } catch (error) {
    if (!(error instanceof CompositionFault)) throw error;
    return { template: part.template, graph: null, fault: error.message };
  }
}
