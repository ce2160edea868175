import { type Fields, fieldsOf, textOf } from "../fields.ts";
import type { FaultForm, ProviderFault } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { classOf } from "./openai-fault.ts";

/** What a refusal of Anthropic says. */
export function readAnthropicFault(status: number, body: string): ProviderFault {
  const error = fieldsOf(jsonIn(body).error);
  const type = textOf(error.type);
  const message = textOf(error.message) || `The provider answered ${status} without saying why`;
  const errorClass = classOf(status, message);
  return { class: errorClass, code: type || errorClass, message, param: null };
}

/** Of an error within a stream, which has a type instead of a status. */
export function readAnthropicStreamFault(error: Fields): ProviderFault {
  return readAnthropicFault(statuses[textOf(error.type)] ?? 500, JSON.stringify({ error }));
}

function jsonIn(body: string): Fields {
  try {
    return fieldsOf(parseWire(body));
  } catch {
    return {};
  }
}

const statuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

function typeOf(status: number): string {
  const found = Object.entries(statuses).find(([, each]) => each === status);
  if (found) return found[0];
  if (status === 503) return "overloaded_error";
  return status < 500 ? "invalid_request_error" : "api_error";
}

/** As Anthropic tells failures. */
export const anthropicForm: FaultForm = {
  body: ({ status, message }, requestId) => ({
    type: "error",
    error: { type: typeOf(status), message },
    request_id: requestId,
  }),
  event: (fault, requestId) => ({
    event: "error",
    data: JSON.stringify(anthropicForm.body(fault, requestId)),
  }),
};
