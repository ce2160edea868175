import type { FieldFault } from "@triops/kernel/errors";

/** What the API said when it said no. `message` is fit to be shown. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly fields: FieldFault[];

  constructor(status: number, code: string, message: string, requestId?: string, fields: FieldFault[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.fields = fields;
  }
}

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;
type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Wire = {
  meta?: { requestId?: string };
  error?: { code?: string; title?: string; detail?: string; fields?: FieldFault[] };
};

/** Query text in a fixed order, without empty values. */
export function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const key of Object.keys(query).sort()) {
    const value = query[key];
    if (value === undefined || value === null || value === "") continue;
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(key, String(item));
  }
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

/**
 * One call of the JSON API from the browser, as the signed-in person.
 * @throws ApiError; `code` is "unreachable" when no answer came
 */
export async function callApi<T>(
  method: Method,
  path: string,
  { query, body, signal }: { query?: Query; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const answer = await fetch(`/api/v1${path}${queryText(query)}`, {
    method,
    signal: signal ?? null,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      // A lost answer may be asked for again without doing the thing twice.
      ...(method === "GET" ? {} : { "idempotency-key": crypto.randomUUID() }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "Triops does not answer. Check the connection and try again.");
  });
  const parsed = (await answer.json().catch(() => ({}))) as Wire & T;
  if (answer.ok) return parsed;
  if (answer.status === 401 && typeof window !== "undefined") {
    const next = window.location.pathname + window.location.search;
    window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
  }
  const { error, meta } = parsed;
  const message = error?.detail ?? error?.title ?? `The server answered ${answer.status}`;
  throw new ApiError(answer.status, error?.code ?? "unknown", message, meta?.requestId, error?.fields);
}
