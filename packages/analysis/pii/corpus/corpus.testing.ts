import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findPii } from "../scan.ts";
import { type PiiType, piiTypes } from "../types.ts";

const marked = /«([a-z_]+):([^»]*)»/g;

export type Example = { text: string; expected: { type: PiiType; value: string }[] };

/**
 * One text a line; values stand between «type: and ». `\n` is a line's end; ¦ is nothing, so that what looks like a key
 * here does not look like one to those who search for keys.
 */
export function examples(): Example[] {
  return ["positives.txt", "negatives.txt"].flatMap((file) =>
    readFileSync(join(import.meta.dirname, file), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => {
        const said = line.replaceAll("\\n", "\n").replaceAll("¦", "");
        const expected = [...said.matchAll(marked)].map(([, type, value]) => ({
          type: type as PiiType,
          value: value ?? "",
        }));
        return { text: said.replace(marked, "$2"), expected };
      }),
  );
}

const everything: ReadonlySet<PiiType> = new Set(piiTypes);

export const foundIn = (text: string): { type: PiiType; value: string }[] =>
  findPii(text, everything).map(({ type, start, end }) => ({ type, value: text.slice(start, end) }));
