import { InputFault } from "./given.ts";

const depthMax = 32;
/** A request of 20 MiB of digits has about so many. */
const elementsMax = 5_000_000;

/**
 * JSON of a request: numbers by the million, so without a look at each of them. Python writes NaN and Infinity as
 * bare words; `notFinite` takes them, NaN as null. Keys are only ever looked up or listed.
 * @throws InputFault
 */
export function readJson(text: string, notFinite: boolean): unknown {
  countDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    if (notFinite && /NaN|Infinity/.test(text)) {
      try {
        return JSON.parse(withoutWords(text));
      } catch {
        // Said below.
      }
    }
    throw new InputFault("The body is not valid JSON");
  }
}

function countDepth(text: string): void {
  let depth = 0;
  let elements = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inText) {
      if (c === 92) i++;
      else if (c === 34) inText = false;
    } else if (c === 34) inText = true;
    else if (c === 123 || c === 91) {
      if (++depth > depthMax) throw new InputFault(`JSON nested deeper than ${depthMax} levels`);
    } else if (c === 125 || c === 93) depth--;
    else if (c === 44 && ++elements > elementsMax)
      throw new InputFault(`JSON with more than ${elementsMax} elements`);
  }
}

/** Words outside texts only. */
const withoutWords = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (found) =>
    found.startsWith('"') ? found : found === "NaN" ? "null" : found.replace("Infinity", "1e999"),
  );
