import { basename, extname } from "node:path";
import { Readable } from "node:stream";
import type { Runtime } from "@triops/domains/runtime";
import { TriopsError } from "@triops/kernel/errors";

type ObjectStore = Runtime["objects"];

/** What a file is, by its name. Never anything that a browser runs: all of it leaves as an attachment, too. */
const types: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".log": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".yaml": "text/plain; charset=utf-8",
  ".yml": "text/plain; charset=utf-8",
  ".py": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".html": "text/plain; charset=utf-8",
};

const typeOf = (path: string): string => types[extname(path).toLowerCase()] ?? "application/octet-stream";

/** One stretch, as HTTP writes it; null for none, or for several, which are answered by the whole. */
export function rangeOf(
  header: string | null,
  sizeBytes: number,
): { start: number; end: number } | "unsatisfiable" | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!found || (found[1] === "" && found[2] === "")) return null;
  const last = sizeBytes - 1;
  if (found[1] === "") {
    const tail = Number(found[2]);
    return tail === 0 || sizeBytes === 0
      ? "unsatisfiable"
      : { start: Math.max(0, sizeBytes - tail), end: last };
  }
  const start = Number(found[1]);
  const end = found[2] === "" ? last : Math.min(Number(found[2]), last);
  if (start > last) return "unsatisfiable";
  return end < start ? null : { start, end };
}

/** A stored file as an answer, streamed. @throws notFound, unavailable */
export async function openArtifact(
  objects: ObjectStore,
  key: string,
  request: Request,
  path: string,
): Promise<Response> {
  const sizeBytes = await objects.size(key);
  if (sizeBytes === null) throw new TriopsError("not_found", `No such artifact: '${path.slice(0, 500)}'`);
  const headers = new Headers({
    "content-type": typeOf(path),
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(basename(path)).replace(/['()*]/g, encodeChar)}`,
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
  });
  const range = rangeOf(request.headers.get("range"), sizeBytes);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const length = range ? range.end - range.start + 1 : sizeBytes;
  headers.set("content-length", String(length));
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${sizeBytes}`);
  const status = range ? 206 : 200;
  if (request.method === "HEAD" || length === 0) return new Response(null, { status, headers });
  const found = await objects.get(key, range ?? undefined);
  if (!found) throw new TriopsError("not_found", `No such artifact: '${path.slice(0, 500)}'`);
  // A client that goes away ends the reading.
  request.signal.addEventListener("abort", () => found.body.destroy(), { once: true });
  return new Response(Readable.toWeb(found.body) as ReadableStream<Uint8Array>, { status, headers });
}

const encodeChar = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
