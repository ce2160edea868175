import { parseJson } from "@triops/kernel/json";
import { HttpRefusal } from "./errors.ts";

const bodyBytesMax = 1024 * 1024;

/** Path parameters, query and body as one input; the path wins over the body, the body over the query. */
export async function inputOf(request: Request, params: Record<string, string>): Promise<unknown> {
  const query = queryOf(new URL(request.url).searchParams);
  if (request.method === "GET" || request.method === "HEAD") return { ...query, ...params };
  const body = await bodyOf(request);
  if (body === undefined) return { ...query, ...params };
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new HttpRefusal(400, "invalid", "The request is not valid", "The body must be a JSON object");
  }
  return { ...query, ...body, ...params };
}

/** A repeated parameter becomes a list. */
export function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(parameters.keys())) {
    if (name === "__proto__") continue;
    const values = parameters.getAll(name);
    query[name] = values.length > 1 ? values : (values[0] ?? "");
  }
  return query;
}

async function bodyOf(request: Request): Promise<unknown> {
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding !== "identity") {
    throw unsupported(`Bodies are taken as they are, without content-encoding ${encoding.slice(0, 20)}`);
  }
  const bytes = await limitedBytes(request);
  if (bytes.length === 0) return undefined;
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw unsupported("Send the body as application/json");
  return parseJson(new TextDecoder().decode(bytes));
}

const unsupported = (detail: string) =>
  new HttpRefusal(415, "unsupported_media_type", "Unsupported media type", detail);

const tooLarge = () =>
  new HttpRefusal(413, "too_large", "Too large", `A body may have at most ${bodyBytesMax} bytes`);

/** Counts while reading: a length that was announced may be a lie. */
export async function limitedBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyBytesMax) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > bodyBytesMax) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
