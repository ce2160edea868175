import type { CallFault } from "./fault.ts";
import type { FaultForm } from "./ports.ts";

/** OpenAI's `type`, which its clients show and some programs read. */
function typeOf({ status }: CallFault): string {
  if (status === 429) return "rate_limit_error";
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

const openaiBody = (fault: CallFault) => ({
  error: { message: fault.message, type: typeOf(fault), param: fault.param, code: fault.code },
});

/** As OpenAI tells failures of chat completions and embeddings; within a stream, a last event with `error`. */
export const openaiForm: FaultForm = {
  body: openaiBody,
  event: (fault) => ({ event: "", data: JSON.stringify(openaiBody(fault)) }),
};

/** Responses have an event of their own for it. */
export const responsesForm: FaultForm = {
  body: openaiBody,
  event: ({ code, message, param }) => ({
    event: "error",
    // The stream's numbers are the provider's; clients do not read this one.
    data: JSON.stringify({ type: "error", sequence_number: 0, code, message, param }),
  }),
};
