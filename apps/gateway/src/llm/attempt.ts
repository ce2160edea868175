import type { Readable } from "node:stream";
import { isTriopsError } from "@triops/kernel/errors";
import { type EgressPool, type PooledReply, TooLarge } from "@triops/providers/egress/pool";
import type { ErrorClass, LlmCall } from "./call.ts";
import { isFields } from "./fields.ts";
import type { Answer, Bridge, ProviderFault, SseEvent, StreamReader } from "./ports.ts";
import type { Address } from "./provider-address.ts";
import { redact } from "./redact.ts";
import { createSseSplitter } from "./sse.ts";
import { parseWire } from "./wire-json.ts";

/** Why a target gave no answer. The message is fit for the caller. */
export class AttemptFailure extends Error {
  override name = "AttemptFailure";
  readonly errorClass: ErrorClass;
  readonly code: string;
  readonly param: string | null;
  /** The provider's, 0 when there was none. */
  readonly status: number;
  readonly retryAfterMs: number | null;

  constructor(
    fault: ProviderFault,
    status: number,
    more: { retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(fault.message, more.cause === undefined ? undefined : { cause: more.cause });
    this.errorClass = fault.class;
    this.code = fault.code;
    this.param = fault.param;
    this.status = status;
    this.retryAfterMs = more.retryAfterMs ?? null;
  }
}

/** Ends an exchange because the route's time is over. */
class TimeOver extends Error {}
/** Ends an exchange because nobody waits for it. */
export class CallerGone extends Error {}

/** A piece of a stream on its way to the caller: as it came, or what stands in its place. */
export type Piece = { raw: Buffer | null; event: SseEvent; isLast: boolean };

export type WholeAnswer = {
  kind: "answer";
  answer: Answer;
  /** As it came. */
  text: string;
  body: Record<string, unknown> | null;
};
/** Content has begun to come: no other target will be asked any more. */
export type OpenStream = {
  kind: "stream";
  held: Piece[];
  more: AsyncGenerator<Piece[], void>;
  reader: StreamReader;
  /** Always to be called at the end: gives the connection back, or drops it where the stream was not read to its end. */
  close(): void;
};

export type AttemptParts = {
  pool: EgressPool;
  call: LlmCall;
  bridge: Bridge;
  address: Address;
  body: string;
  /** Such as `anthropic-beta`, from the caller. */
  asked: Readonly<Record<string, string>>;
  firstTokenMs: number;
  /** What is left of the call's total time. */
  leftMs: number;
  gone: AbortSignal;
};

const answerBytesMax = 64 * 1024 * 1024;
const refusalBytesMax = 64 * 1024;
/** Between a stream's last event and its end. */
const trailMs = 2_000;

/**
 * Asks one target once. A stream is handed over when its first content is there; what came before is held, so that a
 * provider that says hello and then nothing can still be replaced by another.
 * @throws AttemptFailure, CallerGone
 */
export async function attempt(parts: AttemptParts): Promise<WholeAnswer | OpenStream> {
  const { call, bridge, address, gone } = parts;
  const control = new AbortController();
  const stop = () => control.abort(new CallerGone());
  if (gone.aborted) throw new CallerGone();
  gone.addEventListener("abort", stop, { once: true });
  const overIn = (ms: number, what: string) =>
    setTimeout(() => control.abort(new TimeOver(what)), Math.max(1, ms));
  const first = call.stream && parts.firstTokenMs < parts.leftMs;
  const startedMs = performance.now();
  let timer = first
    ? overIn(parts.firstTokenMs, `The provider sent nothing within ${parts.firstTokenMs} ms`)
    : overIn(parts.leftMs, "The provider did not finish within the route's time");
  const settle = () => {
    clearTimeout(timer);
    gone.removeEventListener("abort", stop);
  };
  const fail = (error: unknown): never => {
    settle();
    // What a refusal says may be longer than anybody reads: it is one all the same.
    if (error instanceof TooLarge && !isFine(error.reply.status))
      throw refusalOf(error.reply, "", bridge, address.secrets);
    throw failureOf(error, control.signal, address.secrets);
  };
  try {
    const request = {
      url: address.url,
      method: "POST" as const,
      headers: {
        ...bridge.headers(call, parts.asked),
        ...address.headers,
        "content-type": "application/json",
        accept: call.stream ? "text/event-stream" : "application/json",
      },
      body: parts.body,
      signal: control.signal,
    };
    if (!call.stream) {
      const reply = await parts.pool.ask(request, bytesMaxOf);
      const text = reply.bytes.toString("utf8");
      if (!isFine(reply.status)) throw refusalOf(reply, text, bridge, address.secrets);
      const read = bridge.readAnswer(call, jsonIn(text));
      settle();
      return { kind: "answer", answer: read.answer, body: read.body, text };
    }
    const reply = await parts.pool.open(request);
    if (!isFine(reply.status)) {
      const text = await readText(reply.body, refusalBytesMax);
      throw refusalOf(reply, text, bridge, address.secrets);
    }
    if (!(reply.header("content-type") ?? "").includes("text/event-stream")) {
      reply.body.destroy();
      throw badAnswer("The provider answered a stream's request with something else");
    }
    const reader = bridge.openStream(call);
    const more = pieces(reply.body, reader, address.secrets);
    const held: Piece[] = [];
    while (!reader.hasContent() && !reader.isComplete()) {
      const next = await more.next();
      if (next.done) break;
      held.push(...next.value);
    }
    clearTimeout(timer);
    const leftMs = parts.leftMs - (performance.now() - startedMs);
    timer = overIn(leftMs, "The provider did not finish within the route's time");
    return {
      kind: "stream",
      held,
      reader,
      more: explained(more, (error) => failureOf(error, control.signal, address.secrets)),
      close() {
        settle();
        if (!reader.isComplete()) control.abort(new CallerGone());
      },
    };
  } catch (error) {
    return fail(error);
  }
}

async function* explained(
  more: AsyncGenerator<Piece[], void>,
  explain: (error: unknown) => Error,
): AsyncGenerator<Piece[], void> {
  try {
    yield* more;
  } catch (error) {
    throw explain(error);
  }
}

async function* pieces(
  body: Readable,
  reader: StreamReader,
  secrets: readonly string[],
): AsyncGenerator<Piece[], void> {
  const splitter = createSseSplitter();
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const out: Piece[] = [];
      for (const event of splitter.feed(chunk)) {
        const taken = reader.take(event);
        if (taken !== null && "fault" in taken) {
          if (out.length > 0) yield out;
          throw new AttemptFailure({ ...taken.fault, message: redact(taken.fault.message, secrets) }, 200);
        }
        const isLast = reader.isComplete();
        if (taken === null) out.push({ raw: event.raw, event, isLast });
        else
          for (const [index, one] of taken.entries())
            out.push({ raw: null, event: one, isLast: isLast && index === taken.length - 1 });
        if (isLast) {
          yield out;
          readOut(body);
          return;
        }
      }
      if (out.length > 0) yield out;
    }
  } finally {
    if (!reader.isComplete()) body.destroy();
  }
  // Some servers end without the last mark once they have said why they stopped.
  if (reader.answer().finishReasons.length > 0) {
    const rest = reader.close?.() ?? [];
    if (rest.length > 0)
      yield rest.map((event, index) => ({ raw: null, event, isLast: index === rest.length - 1 }));
    return;
  }
  throw new AttemptFailure(
    {
      class: "connection",
      code: "stream_cut",
      message: "The provider's stream broke off before it was finished",
      param: null,
    },
    200,
  );
}

/** The provider has nothing more to say; what trails is read so that the connection can be used again. */
function readOut(body: Readable): void {
  const timer = setTimeout(() => body.destroy(), trailMs).unref();
  body
    .on("error", () => {})
    .on("close", () => clearTimeout(timer))
    .resume();
}

/** What a provider says of a refusal, as far as it is told. */
function readText(body: Readable, bytesMax: number): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    body
      .on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= bytesMax) chunks.push(chunk);
        else body.destroy();
      })
      .on("close", () => resolve(bytes > bytesMax ? "" : Buffer.concat(chunks).toString("utf8")));
  });
}

const isFine = (status: number): boolean => status >= 200 && status < 300;
const bytesMaxOf = (status: number): number => (isFine(status) ? answerBytesMax : refusalBytesMax);

function jsonIn(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseWire(text);
  } catch (cause) {
    throw badAnswer("The provider answered with something that is no JSON", cause);
  }
  if (!isFields(value)) throw badAnswer("The provider answered with something that is no answer");
  return value;
}

const badAnswer = (message: string, cause?: unknown) =>
  new AttemptFailure({ class: "server_error", code: "bad_answer", message, param: null }, 200, { cause });

function refusalOf(
  reply: Omit<PooledReply, "body">,
  text: string,
  bridge: Bridge,
  secrets: readonly string[],
): AttemptFailure {
  const { status } = reply;
  const fault =
    status >= 300 && status < 400
      ? ({
          class: "server_error",
          code: "redirect",
          message: "The provider's address redirects",
          param: null,
        } as const)
      : bridge.readFault(status, text);
  // What is said about a credential can only be about ours, and nothing in it helps the caller.
  const message =
    fault.class === "auth" ? "The provider refused the gateway's credential" : redact(fault.message, secrets);
  const code = redact(fault.code, secrets).slice(0, 100);
  return new AttemptFailure({ ...fault, code, message }, status, { retryAfterMs: retryAfterOf(reply) });
}

/** From `retry-after-ms` (OpenAI, Azure) or `retry-after` in seconds or as a date; null without one. */
export function retryAfterOf(
  { header }: Pick<PooledReply, "header">,
  nowMs: number = Date.now(),
): number | null {
  const exact = Number(header("retry-after-ms"));
  if (Number.isFinite(exact) && exact > 0) return exact;
  const stated = header("retry-after");
  if (stated === undefined) return null;
  const seconds = Number(stated);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1_000 : null;
  const at = Date.parse(stated);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function failureOf(error: unknown, signal: AbortSignal, secrets: readonly string[]): Error {
  const ended: unknown = signal.aborted ? signal.reason : null;
  if (ended instanceof CallerGone) return ended;
  if (ended instanceof TimeOver)
    return new AttemptFailure({ class: "timeout", code: "timeout", message: ended.message, param: null }, 0);
  if (error instanceof AttemptFailure) return error;
  if (error instanceof TooLarge) return badAnswer("The provider's answer is too large", error);
  const of = (code: string, message: string) =>
    new AttemptFailure({ class: "connection", code, message, param: null }, 0, { cause: error });
  // Egress says so when an address is refused: a fault of the provider's settings.
  if (isTriopsError(error) && error.code === "invalid")
    return of("address_refused", redact(error.message, secrets));
  if (isTriopsError(error)) return of("unreachable", "The provider could not be reached");
  return of("connection_lost", "The connection to the provider was lost");
}
