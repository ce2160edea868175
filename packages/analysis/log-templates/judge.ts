import { type Cluster, type Difference, difference, type Shape } from "./cluster.ts";
import { kind } from "./tokens.ts";

/** Words after which a name stands rather than a part of the message. */
const announcing = new Set(["user", "username", "login", "account", "hostname", "host", "interface"]);
/** Words after which more often a name stands than not. */
const prepositions = new Set([
  "from",
  "to",
  "for",
  "by",
  "via",
  "at",
  "on",
  "of",
  "with",
  "server",
  "client",
]);

/** Numbers of different words at one place that may still be different messages. */
const limits = {
  usual: 4,
  announced: 1,
  prepositional: 2,
  numbered: 2,
  value: 3,
  capitals: 8,
  opening: 8,
  key: 30,
};

/** Share of a line's words that may differ within one message. */
const differingShareMax = 0.45;
/** More similar clusters than this are not weighed at once. */
const siblingsMax = 64;

type Sibling = { cluster: Cluster; difference: Difference };

/** What to do with a shape that no cluster fits exactly. */
export type Verdict =
  /** Nothing like it: it founds a cluster. */
  | { kind: "new" }
  /** These clusters and the shape are one message that varies at these places. */
  | { kind: "merge"; clusters: Cluster[]; places: number[] };

/**
 * Decides by counting, as people do: one word in the place of another is a different message (`started`, `stopped`);
 * many words in one place are a name. How many depends on what stands before the place and what the words look like.
 */
export function judge(bucket: readonly Cluster[], shape: Shape): Verdict {
  const words = shape.kinds.reduce((sum, of) => sum + (of === kind.sign ? 0 : 1), 0);
  const placesMax = Math.max(1, Math.floor(words * differingShareMax));
  const siblings: Sibling[] = [];
  for (const cluster of bucket) {
    const found = difference(cluster, shape, placesMax);
    if (!found || found.equal === 0) continue;
    if (found.words.length === 0 && found.halves.length <= Math.floor(found.equal / 2)) {
      return { kind: "merge", clusters: [cluster], places: [...found.halves, ...found.types] };
    }
    siblings.push({ cluster, difference: found });
    if (siblings.length >= siblingsMax) break;
  }
  const tried = new Set<string>();
  const bySize = [...siblings].sort((a, b) => placesOf(a).length - placesOf(b).length);
  for (const candidate of bySize) {
    const places = placesOf(candidate);
    const key = places.join();
    if (tried.has(key)) continue;
    tried.add(key);
    const members = siblings.filter((sibling) => placesOf(sibling).every((place) => places.includes(place)));
    const equal = Math.min(...members.map((member) => member.difference.equal));
    const share = equal / Math.max(1, words);
    if (places.every((place) => varies(place, members, shape, equal, share))) {
      const types = members.flatMap((member) => member.difference.types);
      return { kind: "merge", clusters: members.map((each) => each.cluster), places: [...places, ...types] };
    }
  }
  return { kind: "new" };
}

const placesOf = ({ difference: found }: Sibling): number[] =>
  found.halves.length === 0 ? found.words : [...found.words, ...found.halves].sort((a, b) => a - b);

function varies(
  place: number,
  members: readonly Sibling[],
  shape: Shape,
  equal: number,
  share: number,
): boolean {
  const values = new Set([shape.texts[place] as string]);
  for (const { cluster } of members) values.add(cluster.texts[place] as string);
  const limit = limitAt(place, values, shape);
  // Little agreement elsewhere asks for more evidence here.
  return values.size > (share < 0.34 ? limit * 2 + 2 : equal < 2 ? limit + 2 : limit);
}

function limitAt(place: number, values: ReadonlySet<string>, shape: Shape): number {
  let capitals = 0;
  let numbered = 0;
  for (const value of values) {
    if (value.includes("<")) numbered++;
    else if (value.length > 1 && value === value.toUpperCase()) capitals++;
  }
  const before = place > 0 ? (shape.texts[place - 1] as string) : "";
  // `interface eth<num>`, `interface alt<num>`
  if (numbered === values.size && announcing.has(before)) return limits.announced;
  if (numbered * 2 > values.size) return limits.numbered;
  if (shape.texts[place + 1] === "=" && shape.spaced[place + 1] === 0) return limits.key;
  if (announcing.has(before)) return limits.announced;
  if (capitals * 2 > values.size) return limits.capitals;
  if (place === 0) return limits.opening;
  if (prepositions.has(before)) return limits.prepositional;
  return before === "=" || before === ":" ? limits.value : limits.usual;
}
