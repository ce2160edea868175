/** An error with ClickHouse's own code and name, e.g. 60 UNKNOWN_TABLE. */
export class EngineError extends Error {
  readonly code: number;
  readonly codeName: string;

  constructor(code: number, codeName: string, message: string) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }

  /** The text a ClickHouse server puts in the response body. */
  toText(version: string): string {
    const dot = /[.!?]$/.test(this.message) ? "" : ".";
    return `Code: ${this.code}. DB::Exception: ${this.message}${dot} (${this.codeName}) (version ${version})\n`;
  }
}

/** The engine's text wraps itself when it reads from a file: `Code: 27. DB::Exception: Code: 27. DB::Exception: …`. */
const SHAPE = /^(?:Code: (\d+)\. DB::Exception: )+([\s\S]*)$/;
const NAME = /\(([A-Z][A-Z0-9_]{2,})\)\s*$/;
const VERSION = /\s*\(version [^()]*\)\.?/g;

/** Reads code, name and message out of the engine's error text; anything else becomes code 1002. */
export function engineErrorFrom(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const shape = SHAPE.exec(text);
  if (!shape) return new EngineError(1002, "UNKNOWN_EXCEPTION", text);
  let message = (shape[2] ?? "").replaceAll(VERSION, "").trim();
  let name: string | undefined;
  for (let found = NAME.exec(message); found; found = NAME.exec(message)) {
    name ??= found[1];
    message = message.slice(0, found.index).replace(/[.\s]+$/, "");
  }
  return new EngineError(Number(shape[1]), name ?? "UNKNOWN_EXCEPTION", message);
}

const STATUS: Record<string, number> = {
  REQUIRED_PASSWORD: 401,
  AUTHENTICATION_FAILED: 403,
  UNKNOWN_USER: 403,
  WRONG_PASSWORD: 403,
  ACCESS_DENIED: 403,
  QUERY_IS_TOO_LARGE: 413,
  NOT_IMPLEMENTED: 501,
  TIMEOUT_EXCEEDED: 408,
  TOO_MANY_SIMULTANEOUS_QUERIES: 503,
  CANNOT_OPEN_FILE: 503,
  SOCKET_TIMEOUT: 503,
  NOT_ENOUGH_SPACE: 507,
  HTTP_LENGTH_REQUIRED: 411,
};
const NOT_FOUND =
  /^(UNKNOWN_(TABLE|DATABASE|FUNCTION|IDENTIFIER|TYPE|STORAGE|AGGREGATE_FUNCTION|SETTING|FORMAT)|NO_SUCH_COLUMN_IN_TABLE|UNKNOWN_ELEMENT_.*)$/;
const BAD_REQUEST =
  /^(SYNTAX_ERROR|CANNOT_PARSE_.*|ILLEGAL_.*|TYPE_MISMATCH|BAD_.*|UNKNOWN_QUERY_PARAMETER|INCORRECT_DATA|TOO_DEEP_.*|TOO_BIG_AST|EMPTY_QUERY|UNEXPECTED_.*|ARGUMENT_OUT_OF_BOUND|NUMBER_OF_ARGUMENTS.*|INVALID_.*|.*_IS_NOT_SUPPORTED|READONLY|VALUE_IS_OUT_OF_RANGE.*)$/;

/** The HTTP status a ClickHouse server would answer with; 500 when it has no better one. */
export function httpStatusOf(error: EngineError): number {
  const exact = STATUS[error.codeName];
  if (exact !== undefined) return exact;
  if (NOT_FOUND.test(error.codeName)) return 404;
  return BAD_REQUEST.test(error.codeName) ? 400 : 500;
}
