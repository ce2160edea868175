import { promptLimits } from "./names.ts";
import { mapTexts, type PromptType, type Template, textsOf } from "./template.ts";

/** Another prompt inside a template: `@@@langfusePrompt:name=…|label=…@@@` or `…|version=…@@@`, as Langfuse spells it. */
export type Reference = { name: string; label: string | null; version: number | null };

const mark = /@@@langfusePrompt:(.*?)@@@/g;

/** What a mark says, or null where Langfuse would leave it standing as text. */
function readMark(inside: string): Reference | null {
  const parts = inside.split("|");
  if (!parts[0]?.startsWith("name=")) return null;
  const said = new Map(
    parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
  );
  const name = said.get("name");
  if (!name) return null;
  const version = said.get("version");
  if (version) return /^\d{1,9}$/.test(version) ? { name, label: null, version: Number(version) } : null;
  const label = said.get("label");
  return label ? { name, label, version: null } : null;
}

export const keyOf = ({ name, label, version }: Reference): string =>
  version === null ? `${name}|label=${label}` : `${name}|version=${version}`;

/** The prompts that a template includes, each once. */
export function referencesOf(template: Template): Reference[] {
  const found = new Map<string, Reference>();
  for (const text of textsOf(template)) {
    for (const [, inside = ""] of text.matchAll(mark)) {
      const reference = readMark(inside);
      if (reference) found.set(keyOf(reference), reference);
    }
  }
  return [...found.values()];
}

/** A version as a part of others. */
export type Part = { id: string; name: string; version: number; type: PromptType; template: Template };
/** Finds what a reference means now; null for what is not there. */
export type Library = (reference: Reference) => Part | null;

/** As Langfuse answers it: by version id, what each includes. */
export type Graph = {
  root: { id: string; name: string; version: number };
  dependencies: Record<string, { id: string; name: string; version: number }[]>;
};

/** Why a prompt cannot be put together, in Langfuse's words where it has some. */
export class CompositionFault extends Error {}

/** How large a prompt may get by including others; each inclusion may multiply it. */
const composedCharsMax = 2 * promptLimits.templateCharsMax;

/**
 * A version with every prompt it includes put in place, theirs too. Only texts can be included.
 * @throws CompositionFault for what is missing, includes itself, or goes too deep
 */
export function compose(root: Part, library: Library): { template: Template; graph: Graph | null } {
  const graph: Graph = { root: referenceTo(root), dependencies: {} };
  // One text per included version: it is put together once however often it is included.
  const done = new Map<string, Put>();

  const insert = (text: string, of: Part, chain: readonly string[]): Put => {
    let chars = text.length;
    let height = 0;
    const out = text.replace(mark, (whole, inside: string) => {
      const reference = readMark(inside);
      if (!reference) return whole;
      const put = include(reference, of, chain);
      height = Math.max(height, put.height + 1);
      chars += put.text.length;
      if (chars > composedCharsMax) throw tooLarge();
      return put.text;
    });
    return { text: out, height };
  };
  const include = (reference: Reference, of: Part, chain: readonly string[]): Put => {
    const { name, label, version } = reference;
    const said = `${name} - ${version === null ? `label ${label}` : `version ${version}`}`;
    if (chain.length >= promptLimits.depthMax) throw tooDeep();
    const part = library(reference);
    if (name === root.name || (part && chain.includes(part.id)))
      throw new CompositionFault(
        `Circular dependency detected involving prompt '${name}' version ${part?.version ?? version ?? label}`,
      );
    if (!part) throw new CompositionFault(`Prompt dependency not found: ${said}`);
    if (typeof part.template !== "string")
      throw new CompositionFault(`Prompt dependency is not a text prompt: ${said}`);
    const known = graph.dependencies[of.id] ?? [];
    graph.dependencies[of.id] = known;
    if (!known.some(({ id }) => id === part.id)) known.push(referenceTo(part));
    const put = done.get(part.id) ?? insert(part.template, part, [...chain, part.id]);
    done.set(part.id, put);
    if (chain.length + put.height >= promptLimits.depthMax) throw tooDeep();
    return put;
  };
  const template = mapTexts(root.template, (text) => insert(text, root, [root.id]).text);
  return { template, graph: Object.keys(graph.dependencies).length > 0 ? graph : null };
}

/** A text, and how many levels of others are in it. */
type Put = { text: string; height: number };

const tooDeep = () => new CompositionFault(`Maximum nesting depth exceeded (${promptLimits.depthMax})`);
const tooLarge = () =>
  new CompositionFault(`With all it includes it has more than ${composedCharsMax} characters`);
const referenceTo = ({ id, name, version }: Part) => ({ id, name, version });
