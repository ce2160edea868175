import type { LlmCall } from "../call.ts";
import { type Fields, fieldsOf } from "../fields.ts";
import type { SseEvent, StreamGuard } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { type Findings, findAll, replaceFound, type Side } from "./checks.ts";
import { chatChannels } from "./stream-chat.ts";
import type { Channels, Checks } from "./stream-form.ts";
import { messageChannels } from "./stream-messages.ts";
import { responseChannels } from "./stream-responses.ts";
import { TextWindow } from "./text-window.ts";
import { changeJson, changeTexts } from "./texts.ts";

/** Checks a stream of events in the caller's form. */
export function guardStream(side: Side, call: LlmCall, findings: Findings): StreamGuard {
  const amount = { chars: 0 };
  const checks: Checks = {
    open: () => new TextWindow(side, findings, amount, { stops: true }),
    json: (text) =>
      changeJson(text, (each) => new TextWindow(side, findings, amount, { stops: true }).whole(each)),
    repeated: (value) =>
      changeTexts(value, (each) => replaceFound(each, findAll(side, each), findings), true),
  };
  const channels = channelsOf(call, checks);
  const out = (events: readonly Fields[], name: (event: Fields) => string): SseEvent[] =>
    events.map((fields) => ({ event: name(fields), data: JSON.stringify(fields) }));
  const named = call.operation === "chat" ? () => "" : (fields: Fields) => String(fields.type ?? "");
  return {
    take(event) {
      if (event.data === "" || event.data === "[DONE]") return [...out(channels.end(), named), event];
      return out(channels.take(fieldsOf(parseWire(event.data))), named);
    },
    end: () => out(channels.end(), named),
    findings: () => findings.list(),
  };
}

function channelsOf({ operation }: LlmCall, checks: Checks): Channels {
  if (operation === "messages") return messageChannels(checks);
  return operation === "responses" ? responseChannels(checks) : chatChannels(checks);
}
