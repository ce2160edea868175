import { ApiError, type Query, queryText } from "../../data/api.ts";

type Wire = { error_code?: string; message?: string };

/**
 * One call of the MLflow API as the signed-in person: for what clients do as well as people, so that both go one way.
 * @throws ApiError as our own API's calls do
 */
export async function callMlflow<T>(
  method: "GET" | "POST",
  path: string,
  { query, body, signal }: { query?: Query; body?: object; signal?: AbortSignal } = {},
): Promise<T> {
  const answer = await fetch(`/api/2.0/mlflow${path}${queryText(query)}`, {
    method,
    signal: signal ?? null,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "Triops does not answer. Check the connection and try again.");
  });
  const parsed = (await answer.json().catch(() => ({}))) as Wire & T;
  if (answer.ok) return parsed;
  const requestId = answer.headers.get("x-request-id") ?? undefined;
  const message = parsed.message ?? `The server answered ${answer.status}`;
  throw new ApiError(answer.status, parsed.error_code ?? "unknown", message, requestId);
}
