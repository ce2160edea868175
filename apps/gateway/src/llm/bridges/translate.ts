import { type Fields, Untranslatable, type WireEvent } from "@triops/providers/llm/fields";
import { CallFault } from "../fault.ts";
import type { SseEvent } from "../ports.ts";

/** @throws CallFault 400 naming the field that has no words in the provider's form */
export function translated(make: () => Fields): Fields {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    throw new CallFault(400, "unsupported_parameter", error.message, { param: error.param });
  }
}

export const sseOf = ({ event, data }: WireEvent): SseEvent => ({
  event,
  data: data === "[DONE]" ? data : JSON.stringify(data),
});
