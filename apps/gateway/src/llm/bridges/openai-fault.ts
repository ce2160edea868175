import type { ErrorClass } from "../call.ts";
import { type Fields, fieldsOf, isFields, textOf } from "../fields.ts";
import type { ProviderFault } from "../ports.ts";
import { parseWire } from "../wire-json.ts";

const tooLong =
  /context[_ ](?:length|window)|maximum context|too many (?:input )?tokens|prompt is too long|input is too long|exceeds? the (?:maximum|model).{0,40}tokens/i;
const filtered = /content[_ ](?:filter|policy|management)|responsible_?ai|safety (?:system|filter)/i;

/** What a refusal of an OpenAI-shaped provider says, in any of the forms there are. */
export function readOpenaiFault(status: number, body: string): ProviderFault {
  const error = errorIn(body);
  const message = textOf(error.message) || textOf(error.detail) || textOf(error.error) || words(status);
  const stated = textOf(error.code) || textOf(error.type);
  const param = textOf(error.param) || null;
  const errorClass = classOf(status, `${stated} ${message}`);
  return { class: errorClass, code: stated || errorClass, message, param };
}

/** Of an error that was stated within a stream, where there is no status. */
export function readOpenaiStreamFault(error: unknown): ProviderFault {
  const fields = fieldsOf(error);
  const status = Number(fields.status ?? fields.code);
  return readOpenaiFault(status >= 400 && status < 600 ? status : 500, JSON.stringify({ error: fields }));
}

export function classOf(status: number, said: string): ErrorClass {
  if (status === 429) return "rate_limit";
  if (status === 401 || status === 403) return filtered.test(said) ? "content_filter" : "auth";
  if (status === 408 || status === 504) return "timeout";
  if (status >= 500 || status < 400) return "server_error";
  if (tooLong.test(said)) return "context_length";
  if (filtered.test(said)) return "content_filter";
  return "bad_request";
}

function errorIn(body: string): Fields {
  let read: unknown;
  try {
    read = parseWire(body);
  } catch {
    return {};
  }
  // Google's compatible endpoint answers with a list of one.
  const first = Array.isArray(read) ? read[0] : read;
  const fields = fieldsOf(first);
  if (isFields(fields.error)) return fields.error;
  return fields;
}

const words = (status: number): string => `The provider answered ${status} without saying why`;
