/**
 * Why a query has no answer, in the words of Prometheus' HTTP API: `bad_data` is a query that cannot be understood,
 * `execution` one that cannot be carried out on this data, `timeout` and `canceled` one that was stopped.
 */
export type PromqlErrorType = "bad_data" | "execution" | "timeout" | "canceled";

export class PromqlError extends Error {
  readonly errorType: PromqlErrorType;

  constructor(errorType: PromqlErrorType, message: string) {
    super(message);
    this.name = "PromqlError";
    this.errorType = errorType;
  }
}

export const cannotExecute = (message: string) => new PromqlError("execution", message);

/** `line:column: parse error: …`, both counted from one, as Prometheus writes it. */
export function parseError(query: string, offset: number, message: string): PromqlError {
  return new PromqlError("bad_data", `${place(query, offset)}: parse error: ${message}`);
}

export function place(query: string, offset: number): string {
  const before = query.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return `${before.split("\n").length}:${offset - lineStart + 1}`;
}
