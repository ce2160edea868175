import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { EngineError } from "./engine-errors.ts";

/** The parts of one call, wherever the client put them: URL, headers or a multipart form. */
export interface Call {
  url: URLSearchParams;
  /** `{name: text}` from `param_<name>`. */
  parameters: Map<string, string>;
  /** The statement when it came in the URL or in a form; otherwise it is in the body. */
  query: string;
  database: string;
  defaultFormat: string;
  queryId: string;
  /** Client application and name of the question: calls with the same lane wait in one line. */
  lane: string;
  /** The caller agrees to an acknowledgement by the insert journal. A ClickHouse server knows no such header. */
  journal: boolean;
  /** Names and bytes of the batches that its rows consist of, in their order; empty when they are one. */
  batches: { token: string; bytes: number }[];
}

/** Sent with an insert whose rows may wait in the journal for a second. */
const JOURNAL_HEADER = "x-triops-journal";
/** `token:bytes,token:bytes`: an insert of several batches, each of which counts once by itself. */
const BATCHES_HEADER = "x-triops-batches";

export interface Credentials {
  user: string;
  password: string;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

function givenCredentials(request: IncomingMessage, url: URLSearchParams): Credentials {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const user = header("x-clickhouse-user");
  if (user !== undefined) return { user, password: header("x-clickhouse-key") ?? "" };
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic) {
    const text = Buffer.from(basic, "base64").toString("utf8");
    const colon = text.indexOf(":");
    return {
      user: colon < 0 ? text : text.slice(0, colon),
      password: colon < 0 ? "" : text.slice(colon + 1),
    };
  }
  return { user: url.get("user") ?? "default", password: url.get("password") ?? "" };
}

/** Throws code 516 unless user and password are the expected ones; compares in constant time. */
export function authenticate(request: IncomingMessage, url: URLSearchParams, expected: Credentials): void {
  const given = givenCredentials(request, url);
  const sameUser = timingSafeEqual(digest(given.user), digest(expected.user));
  const samePassword = timingSafeEqual(digest(given.password), digest(expected.password));
  if (sameUser && samePassword) return;
  throw new EngineError(
    516,
    "AUTHENTICATION_FAILED",
    `${given.user.slice(0, 64)}: Authentication failed: password is incorrect, or there is no user with such name`,
  );
}

export function readCall(request: IncomingMessage, url: URLSearchParams): Call {
  if (url.has("session_id")) {
    throw new EngineError(48, "NOT_IMPLEMENTED", "Named sessions are not supported by the embedded engine");
  }
  if (url.get("decompress") === "1" || url.get("compress") === "1") {
    throw new EngineError(
      48,
      "NOT_IMPLEMENTED",
      "The native compression of the HTTP interface is not supported; use gzip",
    );
  }
  const header = (name: string) => request.headers[name]?.toString();
  const parameters = new Map<string, string>();
  for (const [name, value] of url) if (name.startsWith("param_")) parameters.set(name.slice(6), value);
  return {
    url,
    parameters,
    query: url.get("query") ?? "",
    database: url.get("database") ?? header("x-clickhouse-database") ?? "default",
    defaultFormat: url.get("default_format") ?? header("x-clickhouse-format") ?? "TabSeparated",
    queryId: url.get("query_id") ?? "",
    // Named questions of one application wait in lines of their own.
    lane: `${request.headers["user-agent"] ?? ""}|${url.get("log_comment") ?? ""}`.slice(0, 160),
    journal: header(JOURNAL_HEADER) === "1",
    batches: readBatches(header(BATCHES_HEADER) ?? ""),
  };
}

function readBatches(text: string): Call["batches"] {
  if (text === "") return [];
  return text.split(",").map((part) => {
    const [, token, bytes] = /^([A-Za-z0-9_-]{1,100}):(\d{1,12})$/.exec(part) ?? [];
    if (token === undefined) throw new EngineError(36, "BAD_ARGUMENTS", "The list of batches is malformed");
    return { token, bytes: Number(bytes) };
  });
}

/** Fields of a multipart form: the client sends long parameters this way. Uploaded files are refused. */
export function readForm(body: Buffer, contentType: string): Map<string, string> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) throw new EngineError(36, "BAD_ARGUMENTS", "The multipart body has no boundary");
  const fields = new Map<string, string>();
  for (const part of body.toString("utf8").split(`--${mark}`).slice(1)) {
    if (part.startsWith("--")) break;
    const gap = part.indexOf("\r\n\r\n");
    const head = part.slice(0, gap);
    const name = /\bname="([^"]*)"/.exec(head)?.[1];
    if (gap < 0 || name === undefined)
      throw new EngineError(36, "BAD_ARGUMENTS", "The multipart body is malformed");
    if (/\bfilename=/.test(head)) {
      throw new EngineError(
        48,
        "NOT_IMPLEMENTED",
        "External tables are not supported by the embedded engine",
      );
    }
    fields.set(name, part.slice(gap + 4).replace(/\r\n$/, ""));
  }
  return fields;
}
