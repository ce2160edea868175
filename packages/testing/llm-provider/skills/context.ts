const stopWords = new Set(
  "a an the is are was were be of in on at to for and or what who where when which how why does do did it its this that with by from as please".split(
    " ",
  ),
);

/** Words that carry meaning, in lower case and without the ending of a plural. */
export function contentWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.filter((word) => !stopWords.has(word)).map((word) => word.replace(/(?<=\w{3})s$/, "")),
  );
}

export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);

export const unanswerable = "I cannot answer that from the given context.";

/** The sentence of the context that shares most words with the question; the first of equals. */
export function answerFrom(context: string, question: string): string {
  const asked = contentWords(question);
  let best = { sentence: "", shared: 0 };
  for (const sentence of sentencesOf(context)) {
    const words = contentWords(sentence);
    const shared = [...asked].filter((word) => words.has(word)).length;
    if (shared > best.shared) best = { sentence, shared };
  }
  return best.shared === 0 ? unanswerable : best.sentence;
}

/** Parts of a prompt under headings such as `Context:` or `Question:` or in tags such as `<context>`. */
export function sectionsOf(text: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const [, name = "", body = ""] of text.matchAll(/<([a-z_]{3,20})>([\s\S]*?)<\/\1>/gi))
    sections.set(name.toLowerCase(), body.trim());
  const heading =
    /^[#*\s]*(context|question|answer|response|output|input|reference|expected|text|criteria|submission)\b[*\s]*:[*\s]*/gim;
  const marks = [...text.matchAll(heading)];
  for (const [i, mark] of marks.entries()) {
    const end = marks[i + 1]?.index ?? text.length;
    const name = (mark[1] ?? "").toLowerCase();
    if (!sections.has(name)) sections.set(name, text.slice(mark.index + mark[0].length, end).trim());
  }
  return sections;
}
