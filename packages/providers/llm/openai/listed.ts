import { type Fields, fieldsOf, listOf, textOf } from "../fields.ts";

export const isListed = (said: Fields): boolean => Array.isArray(said.content);

/**
 * A message, or a piece of one, as OpenAI tells it: what is said is a text, what was thought stands apart. Mistral's models
 * that think give both as parts of `content` (https://docs.mistral.ai/capabilities/reasoning/). The same object where
 * there is no list.
 */
export function unlisted(said: Fields): Fields {
  if (!isListed(said)) return said;
  const { content, ...rest } = said;
  let [text, thought] = ["", textOf(said.reasoning_content)];
  for (const part of listOf(content).map(fieldsOf)) {
    text += textOf(part.text);
    thought += textOf(part.thinking);
    for (const piece of listOf(part.thinking)) thought += textOf(fieldsOf(piece).text);
  }
  return { ...rest, content: text, ...(thought !== "" && { reasoning_content: thought }) };
}

/** The choices of an answer or a chunk with such lists gone; null where there are none. */
export function unlistedChoices(choices: readonly unknown[], name: "message" | "delta"): Fields[] | null {
  if (!choices.some((choice) => isListed(fieldsOf(fieldsOf(choice)[name])))) return null;
  return choices.map((each) => {
    const choice = fieldsOf(each);
    return { ...choice, [name]: unlisted(fieldsOf(choice[name])) };
  });
}
