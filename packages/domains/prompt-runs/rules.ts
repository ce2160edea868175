export const runStates = ["running", "done", "failed", "stopped"] as const;

/** Columns of one playground. */
export const columnsMax = 6;
/** Columns × rows of variables that one press of the button may run. */
export const cellsMax = 60;
/** Cells of one press that run at the same time. */
export const parallelMax = 6;
/** Questions to the model within one run: each answers tools that were called. */
export const roundsMax = 6;
/** A run that nobody closed is taken for lost after this. */
export const lostAfterMs = 20 * 60_000;
/** The whole of one run, tools included. */
export const runMsMax = 10 * 60_000;

type Running = { state: string };

/** Why a button may not be pressed, or null when it may. */
export const blockedBecause = {
  stop: ({ state }: Running): string | null => (state === "running" ? null : "It has ended already"),
};

export type ToolCall = { id: string; name: string; arguments: string };
export type AnsweredCall = ToolCall & { result: string | null };
export type Tool = { name: string; description: string; parameters: object; mock: string | null };

/** Whether every call has a mock result, so that the model can go on. */
export function mockedResults(calls: readonly ToolCall[], tools: readonly Tool[]): AnsweredCall[] {
  return calls.map((call) => ({
    ...call,
    result: tools.find(({ name }) => name === call.name)?.mock ?? null,
  }));
}

/** What is said to the model after its calls were answered. */
export function answerCalls(said: string, calls: readonly AnsweredCall[]): Record<string, unknown>[] {
  return [
    {
      role: "assistant",
      content: said === "" ? null : said,
      tool_calls: calls.map((call) => ({
        id: call.id,
        type: "function",
        function: { name: call.name, arguments: call.arguments },
      })),
    },
    ...calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: call.result ?? "" })),
  ];
}

type Asked = {
  messages: readonly Record<string, unknown>[];
  parameters: Readonly<Record<string, unknown>>;
  tools: readonly Tool[];
  responseSchema: object | null;
};

/** What belongs to the run itself and cannot be set as a parameter. */
const own = new Set([
  "messages",
  "model",
  "stream",
  "stream_options",
  "tools",
  "route",
  "provider",
  "prompt",
]);

/** The body of one question, as `/v1/chat/completions` takes it. */
export function bodyOf({ messages, parameters, tools, responseSchema }: Asked): Record<string, unknown> {
  const given = Object.entries(parameters).filter(([name, value]) => !own.has(name) && value !== null);
  return {
    ...Object.fromEntries(given),
    messages,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters: schema }) => ({
        type: "function",
        function: { name, description, parameters: schema },
      })),
    }),
    ...(responseSchema && {
      response_format: {
        type: "json_schema",
        json_schema: { name: "answer", schema: responseSchema, strict: false },
      },
    }),
    stream: true,
    stream_options: { include_usage: true },
  };
}
