import { type Answer, type Conversation, lastUserText, systemText } from "../conversation.ts";
import { cutTokens, tokensOf } from "../tokens.ts";
import { answerFrom, sectionsOf, sentencesOf } from "./context.ts";
import { fieldsAsked, fill } from "./extract.ts";
import { judge } from "./judge.ts";
import { sentimentOf } from "./sentiment.ts";
import { toolCallsFor } from "./tools.ts";
import { languageIn, translate } from "./translate.ts";

/** What an instruction asks for, and the text it asks it of. */
type Task = { instruction: string; text: string };

/** `Translate to German: Good morning` carries both; else the system's text instructs. */
function taskOf(conversation: Conversation): Task {
  const said = lastUserText(conversation);
  const system = systemText(conversation);
  const sections = sectionsOf(said);
  const marked = sections.get("text") ?? sections.get("input");
  if (marked) return { instruction: `${system}\n${said}`, text: marked };
  const split = /^([^:\n]{3,160}):\s*([\s\S]+)$/.exec(said);
  const instructs = /translate|extract|classify|sentiment|summari[sz]e|judge|grade|rate/i;
  if (split && instructs.test(split[1] ?? ""))
    return { instruction: `${system}\n${split[1]}`, text: split[2] ?? "" };
  return { instruction: system || said, text: said };
}

function plainAnswer(conversation: Conversation): string {
  const last = conversation.turns.at(-1);
  if (last?.role === "tool") return `According to the tool: ${last.text}`;
  const { instruction, text } = taskOf(conversation);
  const wanted = instruction.toLowerCase();
  const sections = sectionsOf(`${systemText(conversation)}\n${lastUserText(conversation)}`);
  const answer =
    sections.get("answer") ??
    sections.get("response") ??
    sections.get("output") ??
    sections.get("submission");
  if (answer !== undefined && /\b(?:judge|grade|score|rate|evaluate|correct)/.test(wanted)) {
    const reference = sections.get("reference") ?? sections.get("expected") ?? sections.get("context");
    const verdict = judge(answer, reference ?? sections.get("question") ?? "");
    return `Score: ${verdict.score}\nVerdict: ${verdict.pass ? "pass" : "fail"}\nReason: ${verdict.reason}`;
  }
  const context = sections.get("context");
  if (context !== undefined)
    return answerFrom(context, sections.get("question") ?? lastUserText(conversation));
  const language = /translate/.test(wanted) ? languageIn(wanted) : null;
  if (language) return translate(text, language);
  if (/sentiment|positive|classify/.test(wanted)) return sentimentOf(text).label;
  if (/extract/.test(wanted)) return JSON.stringify(extracted(instruction, text));
  if (/summari[sz]e/.test(wanted)) return sentencesOf(text)[0] ?? "";
  const sum = /(-?\d{1,9})\s*([-+*×])\s*(-?\d{1,9})/.exec(text);
  if (sum) return String(calculate(Number(sum[1]), sum[2] ?? "+", Number(sum[3])));
  return `This is the demonstration provider. You said: ${text.trim()}`;
}

function extracted(instruction: string, text: string): unknown {
  const properties = Object.fromEntries(
    fieldsAsked(instruction).map((field) => [field, { type: typeOf(field) }]),
  );
  return fill({ type: "object", properties }, text);
}

const typeOf = (field: string): string =>
  /amount|price|total|age|quantity|count/.test(field) ? "number" : "string";

const calculate = (a: number, sign: string, b: number): number =>
  sign === "+" ? a + b : sign === "-" ? a - b : a * b;

/** A JSON answer: by its schema, or as an object that holds the plain answer. */
function jsonAnswer(conversation: Conversation, format: Exclude<Conversation["format"], "text">): string {
  const { instruction, text } = taskOf(conversation);
  const plain = plainAnswer(conversation);
  if (format === "json") {
    if (plain.startsWith("{")) return plain;
    const verdict = /^Score: (\d)\nVerdict: (\w+)\nReason: (.*)$/.exec(plain);
    if (verdict)
      return JSON.stringify({ score: Number(verdict[1]), pass: verdict[2] === "pass", reason: verdict[3] });
    return JSON.stringify({ answer: plain });
  }
  // A judge's own words name its score and reason, so that the schema finds them.
  const source = plain.startsWith("Score: ") ? plain : text || instruction;
  return JSON.stringify(fill(format.schema, source));
}

/** Says what it "thinks" in steps, longer for more effort and longer questions. */
function reasoningFor(conversation: Conversation): string {
  if (conversation.effort === 0) return "";
  const steps = conversation.effort * 2 + Math.min(6, Math.floor(lastUserText(conversation).length / 200));
  return Array.from(
    { length: steps },
    (_, i) => `Step ${i + 1}: I look at what was asked and choose a rule.`,
  ).join(" ");
}

/** The answer: the same for the same conversation, always. */
export function answerTo(conversation: Conversation, lengthTokens: number | null): Answer {
  const reasoning = reasoningFor(conversation);
  const toolCalls = lengthTokens === null ? toolCallsFor(conversation) : [];
  if (toolCalls.length > 0) return { text: "", toolCalls, reasoning, finish: "tools", stopSequence: null };
  const { format } = conversation;
  const full =
    lengthTokens !== null
      ? ofLength(lengthTokens)
      : format === "text"
        ? plainAnswer(conversation)
        : jsonAnswer(conversation, format);
  return limited(full, reasoning, conversation);
}

function limited(full: string, reasoning: string, { stop, outputTokensMax }: Conversation): Answer {
  const ends = stop.map((sequence) => ({ sequence, at: full.indexOf(sequence) })).filter(({ at }) => at >= 0);
  const end = ends.toSorted((a, b) => a.at - b.at)[0];
  const text = end ? full.slice(0, end.at) : full;
  const thought = tokensOf(reasoning).length;
  if (outputTokensMax !== null && thought + tokensOf(text).length > outputTokensMax) {
    const kept = cutTokens(reasoning, outputTokensMax);
    const left = Math.max(0, outputTokensMax - thought);
    return {
      text: cutTokens(text, left),
      toolCalls: [],
      reasoning: kept,
      finish: "length",
      stopSequence: null,
    };
  }
  const finish = end ? "stop_sequence" : "stop";
  return { text, toolCalls: [], reasoning, finish, stopSequence: end?.sequence ?? null };
}

/** A text of about so many tokens, for long streams. */
function ofLength(tokens: number): string {
  const words = "the quick brown fox jumps over a lazy dog near old bank".split(" ");
  return Array.from({ length: tokens }, (_, i) => words[i % words.length]).join(" ");
}
