import type { LlmMessage } from "./schemas.ts";

/** One call of a model, as it was asked and answered. */
export type ToldCall = { name: string; agent: string; input: LlmMessage[]; output: LlmMessage[] };
/** What one line of a conversation has heard so far: a key for each piece of a message. */
export type Thread = { id: number; label: string; system: string; keys: readonly string[] };
/** What a call adds to what was said before it, and to which line of the conversation. */
export type Added = { thread: number; messages: LlmMessage[] };

type Piece = { key: string; message: number; part: LlmMessage["parts"][number] };

/** Pieces and lines remembered: what lies further back is not repeated word by word. */
const keysMax = 2_000;
const threadsMax = 16;

const people: Record<string, string> = { human: "user", input: "user", ai: "assistant", model: "assistant" };
const roleOf = (role: string): string => people[role.toLowerCase()] ?? role.toLowerCase();
const isSystem = ({ role }: LlmMessage): boolean => ["system", "developer"].includes(roleOf(role));

/**
 * Which messages of a call are new. Callers send the history along: whole, its last messages, without what tools said, or
 * with its beginning summed up. The end of what is known is looked for in what was asked; what comes after it is new.
 * Where it is not found everything is new: then each call stands for itself.
 */
export function addCall(threads: Thread[], call: ToldCall): Added {
  const system = call.input.filter(isSystem);
  const systemText = keysOf(system).join("\n");
  const asked = call.input.filter((message) => !isSystem(message));
  const pieces = piecesOf(asked);
  const label = `${call.agent || call.name}\n${systemText}`;
  let line: Thread | undefined;
  let known = 0;
  for (const each of threads) {
    const count = heardUntil(each.keys, pieces, each.label === label);
    if (count > 0 && count >= known) [line, known] = [each, count];
  }
  line ??= threads.find((each) => each.label === label);
  if (!line) {
    line = { id: (threads.at(-1)?.id ?? -1) + 1, label, system: "", keys: [] };
    threads.push(line);
    if (threads.length > threadsMax) threads.shift();
  }
  const before = known === 0 ? [] : line.keys;
  const fresh = pieces.slice(known);
  const answer = keysOf(call.output);
  const isRepeated = answer.length > 0 && fresh.length === 0 && endsWith(before, answer);
  const messages = [
    ...(systemText === line.system ? [] : system),
    ...regrouped(asked, fresh),
    ...(isRepeated ? [] : call.output),
  ];
  line.label = label;
  line.system = systemText;
  line.keys = [...before, ...fresh.map(({ key }) => key), ...(isRepeated ? [] : answer)].slice(-keysMax);
  return { thread: line.id, messages };
}

/**
 * How many of the asked pieces were heard before: up to the last one that is what was said last, if most of those up to
 * it were said, in this order. In a line of the same kind an answer that comes back in other words (trimmed, masked) is
 * known by its place: it follows what was asked last, or is left out there.
 */
function heardUntil(keys: readonly string[], asked: readonly Piece[], isSameKind: boolean): number {
  const last = keys.at(-1);
  if (last === undefined) return 0;
  const end = asked.findLastIndex(({ key }) => key === last);
  if (end >= 0 && isMostly(keys, asked, end)) return end + 1;
  const question = isSameKind ? keys.findLastIndex((key) => !isAnswer(key)) : -1;
  if (question < 0 || question === keys.length - 1) return 0;
  const asks = asked.findLastIndex(({ key }, at) => key === keys[question] && at + 1 < asked.length);
  if (asks < 0 || !isMostly(keys.slice(0, question + 1), asked, asks)) return 0;
  let next = asks + 1;
  while (next < asked.length && isAnswer(asked[next]?.key ?? "")) next++;
  return next;
}

function isMostly(keys: readonly string[], asked: readonly Piece[], end: number): boolean {
  let at = keys.length;
  let found = 0;
  for (let place = end; place >= 0 && at > 0; place--) {
    const before = keys.lastIndexOf((asked[place] as Piece).key, at - 1);
    if (before < 0) continue;
    found++;
    at = before;
  }
  return found * 2 > end + 1;
}

const isAnswer = (key: string): boolean => key.startsWith("assistant ");
const endsWith = (keys: readonly string[], end: readonly string[]): boolean =>
  end.every((key, at) => keys[keys.length - end.length + at] === key);

function piecesOf(messages: readonly LlmMessage[]): Piece[] {
  return messages.flatMap(({ role, parts }, message) =>
    parts.flatMap((part) => {
      const key = keyOf(roleOf(role), part);
      return key === "" ? [] : [{ key, message, part }];
    }),
  );
}
const keysOf = (messages: readonly LlmMessage[]): string[] => piecesOf(messages).map(({ key }) => key);

/** What a piece says, however it was written. What a model thought is not sent back to it, or not always. */
function keyOf(role: string, part: Piece["part"]): string {
  switch (part.type) {
    case "text":
      return part.text.trim() === "" ? "" : `${role} ${plain(part.text)}`;
    case "reasoning":
      return "";
    case "tool_call":
      return `assistant call ${part.name} ${plain(part.arguments)}`;
    case "tool_result":
      return `tool ${plain(part.result)}`;
    case "media":
      return `${role} ${part.mediaType} ${part.bytes} ${part.uri}`;
  }
}

/** Spaces are written differently by everybody, within JSON and without. */
const plain = (text: string): string => text.replace(/\s+/g, "");

/** The messages that these pieces are of, without the pieces that were heard before. */
function regrouped(messages: readonly LlmMessage[], pieces: readonly Piece[]): LlmMessage[] {
  const groups = new Map<number, LlmMessage["parts"]>();
  for (const { message, part } of pieces) groups.set(message, [...(groups.get(message) ?? []), part]);
  return [...groups].map(([at, parts]) => ({ role: messages[at]?.role ?? "", parts }));
}
