import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { PublishedLimits } from "@triops/domains/virtual-keys/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import { type AnswerCache, cacheKeyOf, type KeptAnswer } from "./answer-cache.ts";
import type { WholeAnswer } from "./attempt.ts";
import type { CallOutcome, LlmCall } from "./call.ts";
import { asFault, refusalFault } from "./call-faults.ts";
import { CallFault } from "./fault.ts";
import { formOf } from "./forms.ts";
import type { Guardrails, Limits, Records, Reservation } from "./ports.ts";
import { type AskParts, askTargets } from "./routing/ask.ts";
import { usableTargets } from "./routing/usable.ts";
import { sendStream } from "./send-stream.ts";
import type { Sink } from "./sink.ts";
import { parseWire } from "./wire-json.ts";

export type PipelineParts = AskParts & {
  limits: Limits;
  records: Records;
  guardrails: Guardrails;
  cache: AnswerCache;
  providerOf(id: string): PublishedProvider | null;
  limitsOf(workspaceId: string): PublishedLimits | null;
  log: Logger;
};

export type Wishes = {
  /** `x-triops-cache`; null leaves it to the route. */
  cache: "off" | "exact" | null;
  /** Headers of the caller's that a provider may see, such as `anthropic-beta`. */
  headers: Readonly<Record<string, string>>;
};

export type Pipeline = {
  /**
   * Takes a call through limits, guardrails, cache, targets and records, and answers into the sink.
   * @throws CallFault before anything was sent; what fails later is told within the stream
   */
  run(call: LlmCall, route: PublishedRoute, wishes: Wishes, sink: Sink): Promise<void>;
};

/** One call under way. */
type Way = {
  call: LlmCall;
  route: PublishedRoute;
  sink: Sink;
  outcome: CallOutcome;
  headers: Record<string, string>;
  finish: () => ReturnType<Records["finish"]>;
};

export function createPipeline(parts: PipelineParts): Pipeline {
  const { limits, records, guardrails, cache, providerOf, limitsOf, breakers, log, now } = parts;

  const checkRequest = async ({ route, call, outcome }: Way) => {
    if (route.guardrails.request.length === 0) return;
    const checked = await guardrails.checkRequest(route, call);
    outcome.findings.push(...checked.findings);
    call.body = checked.body;
    if (checked.blocked) throw checked.blocked;
  };

  /** The body as the caller may see it; the outcome keeps no more than that. */
  const checkAnswer = async ({ route, call, outcome }: Way, { answer, body, text }: WholeAnswer) => {
    if (route.guardrails.response.length === 0) {
      Object.assign(outcome, answer);
      return body ? JSON.stringify(body) : text;
    }
    const { responseModel, responseId, usage, finishReasons } = answer;
    Object.assign(outcome, { responseModel, responseId, usage, finishReasons });
    const whole = body ?? (parseWire(text) as Record<string, unknown>);
    const checked = await guardrails.checkResponse(route, call, whole);
    outcome.findings.push(...checked.findings);
    if (checked.blocked) throw checked.blocked;
    const { output, outputText } = formOf(call.operation).reads.readAnswer(call, checked.body).answer;
    Object.assign(outcome, { output, outputText });
    return JSON.stringify(checked.body);
  };

  const answerWhole = async ({ sink, headers, finish }: Way, body: string) => {
    const { costUsd } = await finish();
    if (costUsd !== null) headers["x-triops-cost-usd"] = costUsd;
    sink.answer(200, headers, body);
  };

  const sendKept = async (way: Way, { answer, body, provider, model, usageDialect }: KeptAnswer) => {
    const { call, outcome, sink, headers, finish } = way;
    Object.assign(outcome, answer, { provider, model, usageDialect, status: 200 });
    if (!call.stream) return answerWhole(way, body);
    sink.begin(headers);
    outcome.firstTokenMs = now() - call.startedMs;
    await finish();
    sink.end(body);
  };

  const answer = async (way: Way, wishes: Wishes, order: ReturnType<typeof usableTargets>) => {
    const { call, route, outcome, sink, headers, finish } = way;
    await checkRequest(way);
    const mode = wishes.cache ?? route.cache.mode;
    const cacheKey =
      mode === "off" || route.cache.ttlSeconds <= 0 ? null : cacheKeyOf(call, route, providerOf);
    if (cacheKey !== null) {
      const kept = await cache.find(cacheKey);
      outcome.cache = kept ? "hit" : "miss";
      headers["x-triops-cache"] = outcome.cache;
      if (kept) return sendKept(way, kept);
    }
    const asked = { call, route, order, outcome, headers: wishes.headers, gone: sink.gone };
    const { bridge, got, ended } = await askTargets(parts, asked);
    outcome.usageDialect = bridge.usageDialect;
    const keep = (body: string) => {
      const { provider, model, usageDialect } = outcome;
      if (cacheKey === null || !provider) return;
      const { responseModel, responseId, usage, finishReasons, output, outputText } = outcome;
      const said = { responseModel, responseId, usage, finishReasons, output, outputText };
      cache.keep(cacheKey, { body, answer: said, usageDialect, provider, model }, route.cache.ttlSeconds);
    };
    if (got.kind === "stream") {
      const guard = route.guardrails.response.length > 0 ? guardrails.openStream(route, call) : null;
      const report = (error: unknown) =>
        log.error({ err: error, callId: call.id }, "a model's stream failed");
      const keeps = cacheKey === null ? null : keep;
      await sendStream({
        call,
        outcome,
        stream: got,
        guard,
        headers,
        finish,
        sink,
        keep: keeps,
        now,
        report,
      });
      return ended(outcome);
    }
    ended(outcome);
    outcome.status = 200;
    const body = await checkAnswer(way, got);
    if (cacheKey !== null) keep(body);
    return answerWhole(way, body);
  };

  return {
    async run(call, route, wishes, sink) {
      const full = records.refusal();
      if (full !== null)
        throw new CallFault(503, "gateway_full", full, { class: "limit", retryAfterSeconds: 5 });
      const outcome = newOutcome();
      let reservation: Reservation | null = null;
      let finished: ReturnType<Records["finish"]> | null = null;
      const finish = () => {
        outcome.endedMs = now();
        finished ??= records.finish(call, outcome, reservation);
        return finished;
      };
      try {
        const published = limitsOf(call.workspaceId);
        const priced = limits.pricedRoute(call, published, route, providerOf);
        const order = usableTargets(priced, providerOf, breakers, now());
        const { provider, target } = order[0] as (typeof order)[number];
        const likely = { priceProvider: provider.priceProvider, model: target.model };
        const reserved = await limits.reserve(call, published, likely);
        if ("refused" in reserved) throw refusalFault(reserved.refused);
        reservation = reserved.granted;
        await answer({ call, route, sink, outcome, headers: { ...reserved.headers }, finish }, wishes, order);
      } catch (error) {
        const fault = asFault(error);
        if (!fault) log.error({ err: error, callId: call.id }, "a model call failed");
        const told = fault ?? new CallFault(500, "internal_error", "The gateway could not answer this");
        const errorClass = fault ? told.class : "server_error";
        outcome.aborted = errorClass === "aborted";
        outcome.status = told.status;
        outcome.error = { class: errorClass, code: told.code, message: told.message };
        await finish();
        throw told;
      }
    },
  };
}

const newOutcome = (): CallOutcome => ({
  status: 0,
  provider: null,
  model: "",
  responseModel: "",
  responseId: "",
  usage: null,
  usageDialect: "openai-chat",
  firstTokenMs: null,
  endedMs: 0,
  finishReasons: [],
  output: null,
  outputText: "",
  error: null,
  aborted: false,
  cache: "off",
  attempts: [],
  findings: [],
});
