import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** As much of S3's wire format as our store uses, in memory: path style, no signatures checked, small pages. */
export async function startFakeS3(): Promise<{ url: string; keys(): string[]; close(): Promise<void> }> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  let made = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://fake");
      const [, , ...names] = url.pathname.split("/");
      const key = decodeURIComponent(names.join("/"));
      const body = unchunked(Buffer.concat(chunks), request.headers["content-encoding"] ?? "");
      const { searchParams: query } = url;
      const xml = (text: string) =>
        response.writeHead(200, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${text}`);
      const missing = () =>
        response
          .writeHead(404, { "content-type": "application/xml" })
          .end(request.method === "HEAD" ? undefined : "<Error><Code>NoSuchKey</Code></Error>");
      const upload = uploads.get(query.get("uploadId") ?? "");
      if (request.method === "POST" && query.has("uploads")) {
        const id = `u${++made}`;
        uploads.set(id, new Map());
        return xml(
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        );
      }
      if (request.method === "PUT" && upload) {
        upload.set(Number(query.get("partNumber")), body);
        return response.writeHead(200, { etag: `"p${query.get("partNumber")}"` }).end();
      }
      if (request.method === "POST" && upload) {
        const parts = [...upload].sort(([a], [b]) => a - b).map(([, part]) => part);
        objects.set(key, Buffer.concat(parts));
        uploads.delete(query.get("uploadId") ?? "");
        return xml(`<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
      }
      if (request.method === "POST" && query.has("delete")) {
        for (const [, one = ""] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(one);
        return xml("<DeleteResult></DeleteResult>");
      }
      if (request.method === "DELETE") {
        objects.delete(key);
        if (upload) uploads.delete(query.get("uploadId") ?? "");
        return response.writeHead(204).end();
      }
      if (request.method === "PUT") {
        objects.set(key, body);
        return response.writeHead(200, { etag: '"x"' }).end();
      }
      if (key === "" && request.method === "HEAD") return response.writeHead(200).end();
      if (key === "") return xml(listing(objects, query));
      const found = objects.get(key);
      if (!found) return missing();
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
      const part = range ? found.subarray(Number(range[1]), Number(range[2]) + 1) : found;
      response.writeHead(range ? 206 : 200, { "content-length": part.length, etag: '"x"' });
      return response.end(request.method === "HEAD" ? undefined : part);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `s3://bucket/base?endpoint=http://127.0.0.1:${port}&pathStyle=true`,
    keys: () => [...objects.keys()],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Bodies of unknown length come in signed chunks: `<size in hex>;…\r\n<bytes>\r\n`. */
function unchunked(body: Buffer, encoding: string): Buffer {
  if (!encoding.includes("aws-chunked")) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.subarray(at, end).toString(), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
  return Buffer.concat(parts);
}

/** Two keys a page, so that following pages are followed. */
function listing(objects: ReadonlyMap<string, Buffer>, query: URLSearchParams): string {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter");
  const entries = new Map<string, number | null>();
  for (const [key, content] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (cut >= 0) entries.set(key.slice(0, cut + 1), null);
    else entries.set(key, content.length);
  }
  const after = query.get("continuation-token") ?? "";
  const left = [...entries].filter(([name]) => name > after);
  const page = left.slice(0, 2);
  const more = left.length > page.length;
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${
    more ? `<NextContinuationToken>${page.at(-1)?.[0]}</NextContinuationToken>` : ""
  }${page
    .map(([name, size]) =>
      size === null
        ? `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${name}</Key><Size>${size}</Size></Contents>`,
    )
    .join("")}</ListBucketResult>`;
}
