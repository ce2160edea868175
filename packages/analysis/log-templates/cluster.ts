import { kind, type Tokens } from "./tokens.ts";

/** A variable whose values have nothing in common. */
export const anything = "<*>";

/** Lines that are taken for the same message. */
export type Cluster = {
  /** 16 hexadecimal digits, made from its first line: the same line founds the same id anywhere. */
  id: string;
  texts: string[];
  kinds: number[];
  /** 1 where white space stands before a token. */
  spaced: number[];
  lines: number;
  /** Number of the last line of its service. */
  lastLine: number;
  /** Merged into another, or forgotten. */
  isGone: boolean;
  /** When it was first told to others, epoch milliseconds; 0 until then. */
  firstMs: number;
};

/** The shape of a line as tokens, before it belongs to a cluster. */
export type Shape = Pick<Cluster, "texts" | "kinds" | "spaced">;

export function shapeOf(tokens: Tokens): Shape {
  const shape: Shape = { texts: [], kinds: [], spaced: [] };
  for (let i = 0; i < tokens.count; i++) {
    shape.texts.push(tokens.textOf(i));
    shape.kinds.push(tokens.kinds[i] as number);
    shape.spaced.push(tokens.spaced[i] as number);
  }
  return shape;
}

/** Only shapes with the same signs at the same places are compared. */
export function frameOf(shape: Shape): string {
  let frame = "";
  for (let i = 0; i < shape.texts.length; i++)
    frame += shape.kinds[i] === kind.sign ? (shape.texts[i] as string) : "w";
  return frame;
}

export function templateText(shape: Shape): string {
  let text = "";
  for (let i = 0; i < shape.texts.length; i++) {
    if (i > 0 && shape.spaced[i] === 1) text += " ";
    text += shape.texts[i];
  }
  return text;
}

/** How a shape differs from a cluster of the same frame. */
export type Difference = {
  /** Places where a word stands against another word. */
  words: number[];
  /** Places where a variable stands against a word. */
  halves: number[];
  /** Places where variables of two types meet. */
  types: number[];
  /** Equal words that are no variables. */
  equal: number;
};

/** Null once more than `placesMax` places differ. */
export function difference(cluster: Shape, shape: Shape, placesMax: number): Difference | null {
  const found: Difference = { words: [], halves: [], types: [], equal: 0 };
  let places = 0;
  for (let i = 0; i < shape.texts.length; i++) {
    const of = cluster.kinds[i] as number;
    if (of === kind.sign || cluster.texts[i] === anything) continue;
    if (cluster.texts[i] === shape.texts[i]) {
      if (of === kind.word) found.equal++;
      continue;
    }
    const variables = (of === kind.variable ? 1 : 0) + (shape.kinds[i] === kind.variable ? 1 : 0);
    if (variables === 2) found.types.push(i);
    else {
      if (++places > placesMax) return null;
      (variables === 1 ? found.halves : found.words).push(i);
    }
  }
  return found;
}

export function widen(cluster: Cluster, places: readonly number[]): void {
  for (const place of places) {
    cluster.texts[place] = anything;
    cluster.kinds[place] = kind.variable;
  }
}
