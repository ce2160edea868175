import { invalid } from "@triops/kernel/errors";
import { parseJson } from "@triops/kernel/json";

/** The longest field is a dataset's profile with 16,777,215 characters. */
const bodyBytesMax = 32 * 1024 * 1024;

/** The query of a GET, the body of everything else; a DELETE has a body too. @throws invalid */
export async function fieldsOf(
  request: Request,
): Promise<{ fields: Record<string, unknown>; bytes: number }> {
  const query = queryFields(new URL(request.url).searchParams);
  if (request.method === "GET" || request.method === "HEAD") return { fields: query, bytes: 0 };
  const body = await readBody(request);
  if (body.length === 0) return { fields: query, bytes: 0 };
  const parsed = parseJson(new TextDecoder().decode(body));
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw invalid("The body must be a JSON object");
  return { fields: parsed as Record<string, unknown>, bytes: body.length };
}

function queryFields(parameters: URLSearchParams): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of new Set(parameters.keys())) {
    if (name === "__proto__") continue;
    const values = parameters.getAll(name);
    fields[name] = values.length > 1 ? values : values[0];
  }
  return fields;
}

async function readBody(request: Request): Promise<Buffer> {
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding !== "identity")
    throw invalid(`Bodies are taken as they are, without content-encoding ${encoding.slice(0, 20)}`);
  const tooLarge = () => invalid(`A body may have at most ${bodyBytesMax} bytes`);
  if (Number(request.headers.get("content-length") ?? 0) > bodyBytesMax) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > bodyBytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
