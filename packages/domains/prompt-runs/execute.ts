import { randomBytes } from "node:crypto";
import { valueFaults } from "@triops/analysis/json-schema/validator";
import { scopeToWorkspace } from "@triops/database/scoped";
import { isTriopsError } from "@triops/kernel/errors";
import { publishLive } from "../live.ts";
import type { Caller } from "../runtime.ts";
import { askGateway } from "./ask-gateway.ts";
import type { Begun } from "./begin.ts";
import { addTokens, tokensOf } from "./fold-answer.ts";
import { addUsd } from "./money.ts";
import { type AnsweredCall, answerCalls, bodyOf, mockedResults, roundsMax, runMsMax } from "./rules.ts";
import { type PromptRun, promptRun, type RunEvent, type StructureCheck } from "./schemas.ts";
import { presentRun } from "./store.ts";

type Emit = (event: RunEvent) => void;

/** How a run ended; what is not known stays as the row has it. */
type End = {
  state: "done" | "failed" | "stopped";
  output: string;
  toolCalls: AnsweredCall[];
  finishReason: string;
  provider: string;
  model: string;
  usage: object | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: string | null;
  estimated: boolean;
  firstTokenMs: number | null;
  latencyMs: number;
  check: StructureCheck | null;
  errorCode: string | null;
  errorMessage: string | null;
  traceId: string;
};

/**
 * Asks the model, answers its tools with their mock results and asks again, until it is done. Whatever happens, the
 * row says how it ended. Never rejects.
 */
export async function execute(
  caller: Caller,
  begun: Begun & { id: string },
  signal: AbortSignal,
  emit: Emit,
) {
  const { id, cell } = begun;
  const traceId = randomBytes(16).toString("hex");
  const startedMs = performance.now();
  const end: End = {
    state: "done",
    output: "",
    toolCalls: [],
    finishReason: "",
    provider: "",
    model: "",
    usage: null,
    inputTokens: null,
    outputTokens: null,
    costUsd: null,
    estimated: false,
    firstTokenMs: null,
    latencyMs: 0,
    check: null,
    errorCode: null,
    errorMessage: null,
    traceId,
  };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(runMsMax)]);
  try {
    await askUntilDone(caller, { begun, end, signal: limited, emit, startedMs });
    if (end.errorCode !== null) end.state = "failed";
    else end.check = structureOf(end.output, cell.responseSchema);
  } catch (error) {
    if (signal.aborted) end.state = "stopped";
    else {
      end.state = "failed";
      end.errorCode = limited.aborted ? "timeout" : isTriopsError(error) ? error.code : "unavailable";
      end.errorMessage = limited.aborted
        ? `It took longer than ${runMsMax / 60_000} minutes`
        : isTriopsError(error)
          ? error.message
          : "The gateway broke off";
      caller.runtime.log.warn({ err: error, promptRun: id }, "prompt run failed");
    }
  }
  end.latencyMs = Math.round(performance.now() - startedMs);
  const run = await keep(caller, id, end);
  if (run) emit({ kind: "ended", key: cell.key, run });
}

type Asking = { begun: Begun; end: End; signal: AbortSignal; emit: Emit; startedMs: number };

async function askUntilDone(caller: Caller, { begun, end, signal, emit, startedMs }: Asking): Promise<void> {
  const { cell, promptName } = begun;
  const { key, tools, parameters, responseSchema, target } = cell;
  let messages = begun.messages;
  for (let round = 0; round < roundsMax; round++) {
    const beganMs = performance.now() - startedMs;
    const { answer, told, firstTokenMs } = await askGateway(caller, {
      target,
      body: bodyOf({ messages, parameters, tools, responseSchema }),
      traceparent: `00-${end.traceId}-${randomBytes(8).toString("hex")}-01`,
      session: `playground:${begun.id}`,
      // An edited version is not that version any more: its figures are not to be counted there.
      prompt:
        promptName !== null && cell.prompt && !cell.prompt.edited
          ? { name: promptName, version: cell.prompt.version }
          : null,
      signal,
      onText: (text) => {
        end.output += text;
        emit({ kind: "text", key, text });
      },
    });
    const first = round === 0;
    const { inputTokens, outputTokens } = tokensOf(answer.usage);
    end.firstTokenMs ??= firstTokenMs === null ? null : Math.round(beganMs + firstTokenMs);
    end.inputTokens = addTokens(first ? undefined : end.inputTokens, inputTokens);
    end.outputTokens = addTokens(first ? undefined : end.outputTokens, outputTokens);
    end.costUsd = first ? told.costUsd : addUsd(end.costUsd, told.costUsd);
    end.estimated ||= told.estimated;
    end.provider = told.provider || end.provider;
    end.model = answer.model || told.model || end.model;
    end.usage = answer.usage ?? end.usage;
    end.finishReason = answer.finishReason;
    if (answer.error) {
      end.errorCode = answer.error.code;
      end.errorMessage = answer.error.message;
      return;
    }
    if (answer.calls.length === 0) return;
    const calls = mockedResults(answer.calls, tools);
    end.toolCalls.push(...calls);
    for (const call of calls) emit({ kind: "tool", key, call });
    if (calls.some(({ result }) => result === null)) return;
    messages = [...messages, ...answerCalls(answer.text, calls)];
  }
  end.errorCode = "too_many_rounds";
  end.errorMessage = `It went on calling tools ${roundsMax} times`;
}

/** Whether the answer fits the schema that was asked of it, and why not. */
function structureOf(output: string, schema: object | null): StructureCheck | null {
  if (schema === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    return { fits: false, problems: ["The answer is no JSON"] };
  }
  const problems = valueFaults(schema, value).map(
    ({ path, message }) => `${path || "The answer"} ${message}`,
  );
  return { fits: problems.length === 0, problems: problems.slice(0, 20) };
}

/** A store that is away for a moment must not lose what was paid for. */
const attemptDelaysMs = [0, 500, 2_000, 5_000];

async function keep({ runtime, context }: Caller, id: string, end: End): Promise<PromptRun | null> {
  const db = scopeToWorkspace(runtime.database, context.workspaceId);
  const { usage, check, costUsd, model, ...rest } = end;
  const data = {
    ...rest,
    ...(model === "" ? {} : { model }),
    ...(usage === null ? {} : { usage }),
    ...(check === null ? {} : { check }),
    costUsd,
    output: rest.output.replaceAll("\u0000", ""),
    finishedAt: runtime.clock.now(),
  };
  for (const delayMs of attemptDelaysMs) {
    try {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const [row] = await db.promptRun.updateManyAndReturn({ where: { id, state: "running" }, data });
      publishLive(runtime, context, "prompt-runs.end", [{ subject: { type: "prompt-run", id } }]);
      return row ? promptRun.parse(presentRun(row)) : null;
    } catch (error) {
      runtime.log.warn({ err: error, promptRun: id }, "prompt run not written yet");
    }
  }
  return null;
}
