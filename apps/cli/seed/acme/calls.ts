import { create as createScore } from "@triops/domains/scores/create";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import {
  type LlmSpanRow,
  llmSpanColumns,
  llmSpansTable,
  writeLlmSpan,
} from "@triops/telemetry/llm/llm-span-row";
import { type Chance, chanceOf } from "../chance.ts";
import { busyness, dayMs, minuteMs } from "../span-of-days.ts";
import { character, type World } from "../world.ts";
import { type SeedSpan, store, storeSpans } from "../write.ts";
import { conversations } from "./conversations.ts";
import { type Assistant, instructions, model, versionAt } from "./prompts.ts";

/** Conversations of a busy quarter of an hour. */
const conversationsPerQuarter = 1.6;
const quarterMs = 15 * minuteMs;
/** Answers that somebody said something about. */
const scoredShare = 0.06;
/** Tokens of instructions and rules by version of the prompt, and how much longer its answers are. */
const versions = {
  1: { instructionTokens: 180, answerTokens: 110, helpful: 0.71 },
  2: { instructionTokens: 420, answerTokens: 130, helpful: 0.83 },
  3: { instructionTokens: 900, answerTokens: 270, helpful: 0.82 },
} as const;

type Call = {
  atMs: number;
  service: string;
  route: string;
  prompt: { id: string; name: string; version: number; label: string };
  key: Assistant["care"];
  user: string;
  session: string;
  input: readonly { role: string; text: string }[];
  output: string;
  inputTokens: number;
  outputTokens: number;
  failed: boolean;
};

type Drawn = { spans: SeedSpan[]; rows: LlmSpanRow[]; scores: Score[] };
type Score = { traceId: string; atMs: number; name: string; value: number | boolean; externalId: string };

/** Thirty days of answers to customers and of summaries of orders, with what was thought of them. */
export async function seedCalls(world: World, assistant: Assistant): Promise<void> {
  const workspace = uuidBytes(world.workspace.id);
  const drawn: Drawn = { spans: [], rows: [], scores: [] };
  for (const { day, fromMs, toMs } of world.days.each()) {
    for (let atMs = fromMs; atMs + quarterMs <= toMs; atMs += quarterMs)
      drawQuarter(world, assistant, atMs, drawn);
    const rows = new RowWriter(drawn.rows.length * 1_024);
    for (const row of drawn.rows) {
      writeLlmSpan(rows, workspace, row, world.retentionDays, Number(row.startNs / 1_000_000n));
    }
    if (drawn.rows.length > 0) await store(world, llmSpansTable, llmSpanColumns, rows, `calls-${day}`);
    await storeSpans(world, drawn.spans, `calls-${day}`);
    drawn.spans.length = 0;
    drawn.rows.length = 0;
  }
  for (const { atMs, ...score } of drawn.scores)
    await createScore.call(world.as(atMs, customers), { ...score, at: new Date(atMs).toISOString() });
}

const customers = character("Customers (demonstration)");

function drawQuarter(world: World, assistant: Assistant, atMs: number, drawn: Drawn): void {
  const { days } = world;
  const chance = chanceOf(`calls ${days.dayOf(atMs)} ${atMs % dayMs}`);
  const wanted = conversationsPerQuarter * busyness(atMs);
  const count = Math.floor(wanted) + (chance.happens(wanted % 1) ? 1 : 0);
  for (let i = 0; i < count; i++) converse(world, assistant, chance, atMs + chance.between(0, 30_000), drawn);
  if (!chance.happens(0.8 * busyness(atMs))) return;
  const order = chance.whole(100_000, 999_999);
  const product = chance.pick(["one walnut desk", "two oak shelves", "a linen sofa", "three brass lamps"]);
  draw(chance, drawn, {
    ...{
      atMs: atMs + chance.between(0, 30_000),
      service: "orders-worker",
      route: "summary",
      key: assistant.orders,
    },
    prompt: { id: assistant.summaryId, name: "orders/summary", version: 1, label: "production" },
    ...{ user: "", session: "", failed: false },
    input: [
      {
        role: "user",
        text: `Sum up this order for the people who pack it, in one sentence: order ${order}, ${product}`,
      },
    ],
    output: `Order ${order} is ${product}; pack it upright.`,
    ...{ inputTokens: chance.whole(60, 110), outputTokens: chance.whole(16, 28) },
  });
}

function converse(world: World, assistant: Assistant, chance: Chance, startMs: number, drawn: Drawn): void {
  const version = versionAt(world.days, startMs);
  const { instructionTokens, answerTokens, helpful } = versions[version];
  const order = String(chance.whole(100_000, 999_999));
  const session = `chat-${chance.hex(10)}`;
  const user = `customer-${chance.whole(100, 480)}`;
  const told: { role: string; text: string }[] = [{ role: "system", text: instructions[version] }];
  let atMs = startMs;
  for (const [question, answer] of chance.pick(conversations)) {
    told.push({ role: "user", text: question.replace("#", order) });
    const output = answer.replaceAll("#", order);
    const failed = chance.happens(0.008);
    const traceId = draw(chance, drawn, {
      ...{
        atMs,
        service: "support-assistant",
        route: "assistant",
        key: assistant.care,
        user,
        session,
        failed,
      },
      prompt: { id: assistant.promptId, name: "support/answer", version, label: "production" },
      ...{ input: [...told], output },
      inputTokens: Math.round(instructionTokens + told.length * 45 + 20 * chance.normal() ** 2),
      outputTokens: Math.round(answerTokens * (0.85 + 0.3 * chance.number())),
    });
    if (failed) break;
    told.push({ role: "assistant", text: output });
    if (chance.happens(scoredShare)) {
      const value = Math.round(100 * Math.max(0, Math.min(1, helpful + 0.12 * chance.normal()))) / 100;
      const one = { traceId, atMs: atMs + 20_000 };
      drawn.scores.push({ ...one, name: "helpful", value, externalId: `helpful-${traceId}` });
      drawn.scores.push({ ...one, name: "solved", value: value > 0.6, externalId: `solved-${traceId}` });
    }
    atMs += chance.between(25_000, 70_000);
  }
}

/** One call of our gateway within a request of a service. @returns the id of its trace */
function draw(chance: Chance, { spans, rows }: Drawn, call: Call): string {
  const [traceId, root, spanId, responseId] = [
    chance.hex(32),
    chance.hex(16),
    chance.hex(16),
    chance.hex(20),
  ];
  const { inputTokens } = call;
  const outputTokens = call.failed ? 0 : call.outputTokens;
  const durationMs = call.failed ? 30_000 : 240 + outputTokens * 9 * Math.exp(0.2 * chance.normal());
  const firstTokenMs = 180 + inputTokens * 0.12;
  const said = call.failed ? "The provider did not answer in time" : "";
  const error = call.failed ? said : undefined;
  const id = `chatcmpl-${responseId}`;
  const messages = call.input.map(({ role, text }) => ({ role, parts: [{ type: "text", content: text }] }));
  const answered = [
    { role: "assistant", parts: [{ type: "text", content: call.output }], finish_reason: "stop" },
  ];
  const cost = picodollars(inputTokens, model.inputUsd) + picodollars(outputTokens, model.outputUsd);
  const name = `chat ${model.name}`;
  spans.push(
    {
      ...{ traceId, spanId: root, parentSpanId: "", service: call.service, kind: "server", failed: error },
      ...{ name: call.route === "assistant" ? "POST /answer" : "summarise order" },
      ...{ startMs: call.atMs - 12, durationMs: durationMs + 20 },
      attributes: call.session ? [["session.id", call.session]] : [],
    },
    {
      ...{ traceId, spanId, parentSpanId: root, service: call.service, kind: "client", failed: error },
      ...{ name, startMs: call.atMs, durationMs },
      attributes: [
        ["gen_ai.operation.name", "chat"],
        ["gen_ai.provider.name", model.provider],
        ["gen_ai.request.model", model.name],
        ["gen_ai.usage.input_tokens", String(inputTokens)],
        ["gen_ai.usage.output_tokens", String(outputTokens)],
        ["gen_ai.input.messages", JSON.stringify(messages)],
        ["triops.route", call.route],
        ["triops.prompt.name", call.prompt.name],
        ["triops.prompt.version", String(call.prompt.version)],
        ["triops.prompt.label", call.prompt.label],
        ["triops.key.id", call.key.keyId],
        ["triops.cache", "off"],
        ...(call.session
          ? ([
              ["gen_ai.conversation.id", call.session],
              ["session.id", call.session],
            ] as const)
          : []),
        ...(call.user ? ([["user.id", call.user]] as const) : []),
        ...(call.failed
          ? ([["error.type", "timeout"]] as const)
          : ([
              ["gen_ai.response.model", model.name],
              ["gen_ai.response.id", id],
              ["gen_ai.response.finish_reasons", '["stop"]'],
              ["gen_ai.output.messages", JSON.stringify(answered)],
            ] as const)),
      ],
    },
  );
  const ns = (ms: number) => BigInt(Math.round(ms * 1_000)) * 1_000n;
  const last = call.input.at(-1)?.text ?? "";
  rows.push({
    ...{ startNs: ns(call.atMs), durationNs: ns(durationMs), traceId, spanId, parentSpanId: root },
    ...{
      source: "gateway",
      dialect: "gen_ai",
      kind: "generation",
      name,
      traceName: "",
      service: call.service,
    },
    ...{
      environment: "production",
      release: "",
      route: call.route,
      provider: model.provider,
      model: model.name,
    },
    ...{ responseModel: call.failed ? "" : model.name, responseId: call.failed ? "" : id, operation: "chat" },
    ...{ status: call.failed ? "error" : "ok", statusMessage: said, errorType: call.failed ? "timeout" : "" },
    ...{ finishReasons: call.failed ? [] : ["stop"], stream: call.route === "assistant" },
    firstTokenNs: call.failed || call.route !== "assistant" ? null : ns(firstTokenMs),
    ...{ user: call.user, session: call.session, tags: [], metadata: [["environment", "production"]] },
    ...{ prompt: call.prompt, keyId: call.key.keyId, virtualKey: call.key.virtualKey, team: call.key.team },
    cache: "off",
    usage: call.failed
      ? []
      : [
          ["input", inputTokens],
          ["output", outputTokens],
        ],
    ...{ inputTokens: call.failed ? 0 : inputTokens, outputTokens, cost: call.failed ? 0n : cost },
    costs: call.failed
      ? []
      : [
          ["input", picodollars(inputTokens, model.inputUsd)],
          ["output", picodollars(outputTokens, model.outputUsd)],
        ],
    ...{ statedCost: null, unpriced: "", estimated: false, flags: [], counts: true, findings: [] },
    ...{
      inputText: last,
      outputText: call.failed ? "" : call.output,
      agentName: "",
      toolNames: [],
      revision: 0n,
    },
  });
  return traceId;
}

/** USD for a million tokens is a millionth of that for one: 1e6 picodollars. */
const picodollars = (tokens: number, usd: number): bigint => BigInt(tokens) * BigInt(Math.round(usd * 1e6));
