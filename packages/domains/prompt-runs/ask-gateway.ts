import { keyedHash } from "@triops/kernel/secrets";
import { createEgressPool } from "@triops/providers/egress/pool";
import type { Caller } from "../runtime.ts";
import { type Answer, errorOf, foldChunk, noAnswer } from "./fold-answer.ts";
import { readEvents } from "./read-events.ts";
import type { Target } from "./schemas.ts";

/** The gateway's door for calls that Triops makes for a signed-in person: same pipeline, same records. */
const doorPath = "/internal/llm/chat/completions";
const errorBytesMax = 1_000_000;

/** What the gateway tells beside the answer: in its last event, or in headers. */
export type Told = { costUsd: string | null; estimated: boolean; provider: string; model: string };
export type Asked = { answer: Answer; told: Told; firstTokenMs: number | null };

type Question = {
  target: Target;
  body: Record<string, unknown>;
  traceparent: string;
  session: string;
  prompt: { name: string; version: number } | null;
  signal: AbortSignal;
  onText(text: string): void;
};

// The operator's own address, never a person's input. Opened once for the process.
const pool = createEgressPool({ allowedCidrs: ["0.0.0.0/0", "::/0"] });

/** One streamed question. A refusal is an answer with an error. @throws what `signal` says, unavailable */
export async function askGateway({ runtime, context }: Caller, question: Question): Promise<Asked> {
  const { target, body, traceparent, session, prompt, signal, onText } = question;
  const byName =
    "route" in target ? { model: target.route } : { provider: target.providerId, model: target.model };
  const startedMs = performance.now();
  const reply = await pool.open({
    url: `${runtime.gatewayUrl}${doorPath}`,
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${keyedHash(runtime.secretKey, "gateway-internal", doorPath)}`,
      "x-triops-workspace": context.workspaceId,
      "x-triops-actor": context.actor.id,
      "x-triops-user": encodeURIComponent(context.actor.name).slice(0, 200),
      "x-triops-session": session,
      traceparent,
      ...(prompt && {
        "x-triops-metadata": JSON.stringify({
          prompt: encodeURIComponent(prompt.name),
          prompt_version: String(prompt.version),
        }),
      }),
    },
    body: JSON.stringify({ ...body, ...byName }),
    signal,
  });
  const answer = noAnswer();
  const told: Told = {
    costUsd: reply.header("x-triops-cost-usd") ?? null,
    estimated: false,
    provider: reply.header("x-triops-provider") ?? "",
    model: "",
  };
  let firstTokenMs: number | null = null;
  if (reply.status !== 200) {
    answer.error = errorOf(parsed(await textOf(reply.body)));
    return { answer, told, firstTokenMs };
  }
  for await (const { event, data } of readEvents(reply.body)) {
    if (data === "[DONE]") break;
    const chunk = parsed(data);
    if (event === "triops") {
      Object.assign(told, toldIn(chunk));
      continue;
    }
    const added = foldChunk(answer, chunk);
    if (firstTokenMs === null && (added !== "" || answer.calls.length > 0))
      firstTokenMs = Math.round(performance.now() - startedMs);
    if (added !== "") onText(added);
  }
  reply.body.destroy();
  return { answer, told, firstTokenMs };
}

function toldIn(value: unknown): Partial<Told> {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const { costUsd, estimated, provider, model } = fields;
  return {
    costUsd: typeof costUsd === "string" ? costUsd : null,
    estimated: estimated === true,
    ...(typeof provider === "string" ? { provider } : {}),
    ...(typeof model === "string" ? { model } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { error: { code: "unreadable", message: "The gateway sent something that is no JSON" } };
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > errorBytesMax) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
