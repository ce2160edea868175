import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import { forgetData, startStack } from "../stack/stack.ts";

/** A running Triops with two routes to the demonstration provider, for clients to call. */
export type World = {
  webUrl: string;
  gatewayUrl: string;
  /** With every scope; `llmKey` may only call models. */
  apiKey: string;
  llmKey: string;
  /** Names of routes: to an OpenAI-shaped provider and to one that speaks Anthropic's form, and one for embeddings. */
  openaiRoute: string;
  anthropicRoute: string;
  /** To a provider with responses of its own; those of `openaiRoute` are translated, as those of `anthropicRoute`. */
  responsesRoute: string;
  embeddingsRoute: string;
  /** Of the demonstration provider, without Triops in between. */
  demoUrl: string;
  /** Of this run: part of names of sessions. */
  run: string;
  /** GET of the JSON API; null while it is not found. */
  read(path: string): Promise<Record<string, unknown> | null>;
  close(): Promise<void>;
};

/** Model, and USD for a million tokens in and out, as both makers' price lists had it in November 2026. */
export const prices = {
  openai: { model: "gpt-4o-mini", input: 0.15, output: 0.6 },
  anthropic: { model: "claude-sonnet-4-5", input: 3, output: 15 },
};

const knownMsMax = 20_000;

/** @param dataDir of a running Triops that may reach providers on this machine; without it one is started */
export async function openWorld(dataDir?: string): Promise<World> {
  // The provider listens on this machine: its operator has to allow that.
  process.env.TRIOPS_PROVIDER_CIDRS ??= "127.0.0.0/8";
  const stack = dataDir ? null : await startStack();
  const first = JSON.parse(readFileSync(join(dataDir ?? stack?.dataDir ?? "", "first-run.json"), "utf8"));
  const demo = await startDemonstrationProvider();
  const webUrl: string = stack?.webUrl ?? first.webUrl;
  const gatewayUrl: string = stack?.gatewayUrl ?? first.gatewayUrl;
  const run = randomBytes(4).toString("hex");
  const made: string[] = [];

  const send = async (method: string, path: string, body?: unknown) => {
    const reply = await fetch(`${webUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${first.apiKey}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (reply.status === 404 && method === "GET") return null;
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 400)}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const idOf = (answer: Record<string, unknown> | null): string => {
    const id = answer?.id ?? (answer?.data as { id?: unknown } | undefined)?.id;
    if (typeof id !== "string") throw new Error(`No id in ${JSON.stringify(answer).slice(0, 300)}`);
    return id;
  };
  const close = async () => {
    for (const path of made.reverse()) await send("DELETE", path).catch(() => null);
    await demo.close();
    await stack?.stop();
    if (stack) forgetData(stack);
  };

  async function provider(name: string, settings: Record<string, unknown>): Promise<string> {
    const body = { name: `${name}-${run}`, credential: "demo-conformance-key", ...settings };
    const id = idOf(await send("POST", "/providers", body));
    made.push(`/providers/${id}`);
    return id;
  }
  async function route(name: string, providerId: string, model: string): Promise<string> {
    const full = `${name}-${run}`;
    const id = idOf(await send("POST", "/routes", { name: full, targets: [{ providerId, model }] }));
    made.push(`/routes/${id}`);
    const until = Date.now() + knownMsMax;
    for (;;) {
      const headers = { authorization: `Bearer ${first.keys.llm}` };
      const { status } = await fetch(`${gatewayUrl}/v1/models/${full}`, { headers });
      if (status === 200) return full;
      if (Date.now() > until) throw new Error(`The gateway does not know the route ${full}: ${status}`);
      await sleep(100);
    }
  }

  try {
    const openai = await provider("conformance-openai", {
      kind: "openai-compatible",
      baseUrl: demo.openaiUrl,
      priceProvider: "openai",
    });
    const responses = await provider("conformance-responses", {
      kind: "demonstration",
      baseUrl: demo.openaiUrl,
      priceProvider: "openai",
    });
    const anthropic = await provider("conformance-anthropic", { kind: "anthropic", baseUrl: demo.url });
    return {
      webUrl,
      gatewayUrl,
      apiKey: first.apiKey,
      llmKey: first.keys.llm,
      openaiRoute: await route("conformance-chat", openai, prices.openai.model),
      anthropicRoute: await route("conformance-messages", anthropic, prices.anthropic.model),
      responsesRoute: await route("conformance-own-responses", responses, prices.openai.model),
      embeddingsRoute: await route("conformance-embeddings", openai, "text-embedding-3-small"),
      demoUrl: demo.openaiUrl,
      run,
      read: (path) => send("GET", path),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
