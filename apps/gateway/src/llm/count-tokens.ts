import { roughCounter } from "@triops/analysis/pricing/estimate";
import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { EgressPool } from "@triops/providers/egress/pool";
import { attempt } from "./attempt.ts";
import { anthropicMessages } from "./bridges/anthropic-messages.ts";
import type { LlmCall } from "./call.ts";
import { asFault } from "./call-faults.ts";
import type { Fields } from "./fields.ts";
import { changeSpoken } from "./guardrails/texts.ts";
import type { Bridge, Guardrails } from "./ports.ts";
import type { Address } from "./provider-address.ts";
import { orderOf } from "./routing/order.ts";

export type CountTokens = (
  call: LlmCall,
  route: PublishedRoute,
  asked: Readonly<Record<string, string>>,
  gone: AbortSignal,
) => Promise<{ inputTokens: number; estimated: boolean }>;

type Parts = {
  pool: EgressPool;
  guardrails: Pick<Guardrails, "checkRequest">;
  addressOf(provider: PublishedProvider, path: string, model: string): Address;
  providerOf(id: string): PublishedProvider | null;
};

const countMsMax = 10_000;
/** What a message and the answer's beginning add, about. */
const tokensPerMessage = 3;

const counting: Bridge = {
  ...anthropicMessages,
  path: "/v1/messages/count_tokens",
  readAnswer: (_call, body) => ({ ...anthropicMessages.readAnswer(_call, body), body }),
};

/**
 * Anthropic's question how long a request would be: its own answer where the route leads to it, else an estimate. It
 * costs nothing and is not recorded; what a provider sees is masked like the request itself.
 */
export function createCountTokens({ pool, guardrails, addressOf, providerOf }: Parts): CountTokens {
  const judgeless = new WeakMap<PublishedRoute, PublishedRoute>();

  /** Topics are judged when something is asked. */
  const withoutTopics = (route: PublishedRoute): PublishedRoute => {
    let made = judgeless.get(route);
    if (!made) {
      const request = route.guardrails.request.filter(({ kind }) => kind !== "topics");
      made = { ...route, guardrails: { ...route.guardrails, request } };
      judgeless.set(route, made);
    }
    return made;
  };

  return async (call, route, asked, gone) => {
    const checked = await guardrails.checkRequest(withoutTopics(route), call);
    if (checked.blocked) throw checked.blocked;
    // Nothing is answered here that could come in pieces.
    const { stream: _stream, ...body } = checked.body;
    call.body = body;
    call.stream = false;
    const [target] = orderOf(route.targets, Math.random);
    const provider = target ? providerOf(target.providerId) : null;
    if (!target || provider?.dialect !== "anthropic" || !provider.enabled)
      return { inputTokens: estimate(call.body), estimated: true };
    try {
      const reply = await attempt({
        pool,
        call,
        bridge: counting,
        address: addressOf(provider, counting.path, target.model),
        body: JSON.stringify({ ...call.body, model: target.model }),
        asked,
        firstTokenMs: countMsMax,
        leftMs: countMsMax,
        gone,
      });
      const count = reply.kind === "answer" ? reply.body?.input_tokens : null;
      if (typeof count === "number") return { inputTokens: count, estimated: false };
    } catch (error) {
      throw asFault(error) ?? error;
    }
    return { inputTokens: estimate(call.body), estimated: true };
  };
}

function estimate(body: Fields): number {
  let tokens = body.tools === undefined ? 0 : roughCounter.count(JSON.stringify(body.tools));
  changeSpoken(
    body,
    (text) => {
      tokens += roughCounter.count(text) + tokensPerMessage;
      return text;
    },
    true,
  );
  return tokens;
}
