import { keptBytesMax } from "./answer-cache.ts";
import type { OpenStream, Piece } from "./attempt.ts";
import type { CallOutcome, LlmCall } from "./call.ts";
import { asFault, callerGone } from "./call-faults.ts";
import { CallFault } from "./fault.ts";
import { formOf } from "./forms.ts";
import type { SseEvent, StreamGuard, StreamReader } from "./ports.ts";
import type { Sink } from "./sink.ts";
import { sseText } from "./sse.ts";

export type Sending = {
  call: LlmCall;
  outcome: CallOutcome;
  stream: OpenStream;
  guard: StreamGuard | null;
  headers: Readonly<Record<string, string>>;
  /** The record: durable before the last byte goes out. */
  finish(): Promise<{ costUsd: string | null; estimated: boolean }>;
  sink: Sink;
  /** Told the whole stream as it was sent, when it ended well and is small enough. */
  keep: ((body: string) => void) | null;
  now(): number;
  /** What nobody foresaw. */
  report(error: unknown): void;
};

/**
 * Passes a stream on as it comes. The last event waits until the record is durable: a caller that has seen the end of a
 * stream finds it recorded. What fails midway is told as a last event; the status was sent long ago.
 */
export async function sendStream(sending: Sending): Promise<void> {
  const { call, outcome, stream, guard, sink, finish } = sending;
  outcome.status = 200;
  outcome.firstTokenMs = sending.now() - call.startedMs;
  sink.begin(sending.headers);
  let kept: Buffer[] | null = sending.keep ? [] : null;
  let keptBytes = 0;
  const note = (bytes: Buffer) => {
    if (!kept) return;
    keptBytes += bytes.length;
    if (keptBytes > keptBytesMax) kept = null;
    else kept.push(bytes);
  };
  let last: Buffer = Buffer.alloc(0);
  const form = formOf(call.operation);
  const seen = guard ? { guard, reader: form.reads.openStream(call) } : null;
  const pass = async (pieces: readonly Piece[]) => {
    const out: Buffer[] = [];
    for (const piece of pieces) {
      if (!piece.isLast) out.push(...bytesOf(piece, seen));
      else last = Buffer.concat([...heldBy(seen), ...bytesOf(piece, seen)]);
    }
    if (out.length === 0) return;
    const bytes = out.length === 1 && out[0] ? out[0] : Buffer.concat(out);
    note(bytes);
    await sink.write(bytes);
  };
  try {
    await pass(stream.held);
    for await (const pieces of stream.more) {
      if (sink.gone.aborted) throw callerGone();
      await pass(pieces);
    }
    if (last.length === 0) last = Buffer.concat(heldBy(seen));
  } catch (error) {
    const fault = asFault(error) ?? internal(sending, error);
    outcome.aborted = fault.class === "aborted";
    outcome.error = { class: fault.class, code: fault.code, message: fault.message };
    last = Buffer.from(sseText(form.faults.event(fault, call.id)));
    kept = null;
  } finally {
    stream.close();
  }
  Object.assign(outcome, stream.reader.answer());
  if (seen) {
    // The record keeps what the caller saw, no more.
    const { output, outputText } = seen.reader.answer();
    Object.assign(outcome, { output, outputText });
    outcome.findings.push(...seen.guard.findings());
  }
  note(last);
  if (kept && !outcome.error) sending.keep?.(Buffer.concat(kept).toString("utf8"));
  const { costUsd, estimated } = await finish();
  if (!sink.tellsCost) return sink.end(last);
  const told = { costUsd, estimated, provider: outcome.provider?.name ?? "", model: outcome.model };
  sink.end(Buffer.concat([Buffer.from(sseText({ event: "triops", data: JSON.stringify(told) })), last]));
}

type Seen = { guard: StreamGuard; reader: StreamReader };

function bytesOf(piece: Piece, seen: Seen | null): Buffer[] {
  if (seen) return seen.guard.take(piece.event).map((event) => show(seen, event));
  return [piece.raw ?? Buffer.from(sseText(piece.event))];
}

const heldBy = (seen: Seen | null): Buffer[] => seen?.guard.end().map((event) => show(seen, event)) ?? [];

function show({ reader }: Seen, event: SseEvent): Buffer {
  reader.take(event);
  return Buffer.from(sseText(event));
}

function internal(sending: Sending, error: unknown): CallFault {
  sending.report(error);
  return new CallFault(500, "internal_error", "The gateway could not finish this answer", {
    class: "server_error",
  });
}
