import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { unavailable } from "@triops/kernel/errors";
import { checkKey, checkPrefix } from "./keys.ts";
import type { ByteRange, ListOptions, ObjectStore } from "./port.ts";

/** Parts of 16 MiB: 10,000 of them, S3's limit, make 156 GiB. Two at a time bound the memory of an upload. */
const partBytes = 16 * 1024 * 1024;
const partsAtOnce = 2;
const listMax = 1_000;

/** Objects in a bucket of S3, or of something that speaks its protocol. */
export function openBucket(url: string): ObjectStore {
  const { hostname: Bucket, pathname, searchParams } = new URL(url);
  const below = pathname.replace(/^\/+|\/+$/g, "");
  const base = below === "" ? "" : `${below}/`;
  const endpoint = searchParams.get("endpoint");
  const client = new S3Client({
    region: searchParams.get("region") ?? "us-east-1",
    ...(endpoint ? { endpoint } : {}),
    forcePathStyle: searchParams.get("pathStyle") === "true",
    maxAttempts: 3,
    // Others than Amazon do not know the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const Key = (key: string) => base + checkKey(key);

  async function size(key: string): Promise<number | null> {
    try {
      return (await client.send(new HeadObjectCommand({ Bucket, Key: Key(key) }))).ContentLength ?? 0;
    } catch (error) {
      if (isMissing(error)) return null;
      throw away(error);
    }
  }

  async function list(prefix: string, { delimiter, cursor, limit = listMax }: ListOptions = {}) {
    const listed = await client
      .send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: base + checkPrefix(prefix),
          MaxKeys: Math.min(limit, listMax),
          ...(delimiter ? { Delimiter: delimiter } : {}),
          ...(cursor ? { ContinuationToken: cursor } : {}),
        }),
      )
      .catch(rethrow);
    return {
      objects: (listed.Contents ?? []).map(({ Key: key = "", Size: sizeBytes = 0 }) => ({
        key: key.slice(base.length),
        sizeBytes,
      })),
      prefixes: (listed.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix.slice(base.length)),
      nextCursor: listed.NextContinuationToken ?? null,
    };
  }

  return {
    async put(key, body) {
      let sizeBytes = 0;
      let fromCaller: unknown;
      const counted = async function* () {
        try {
          for await (const chunk of body) {
            sizeBytes += chunk.byteLength;
            yield chunk;
          }
        } catch (error) {
          fromCaller = error;
          throw error;
        }
      };
      const params = { Bucket, Key: Key(key), Body: Readable.from(counted(), { objectMode: false }) };
      try {
        await new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce }).done();
      } catch (error) {
        if (fromCaller !== undefined) throw fromCaller;
        throw away(error);
      }
      return { sizeBytes };
    },
    async get(key, range) {
      const sizeBytes = await size(key);
      if (sizeBytes === null) return null;
      const { start, end } = within(sizeBytes, range);
      if (end < start) return { body: Readable.from([]), sizeBytes, start, end };
      const Range = range ? `bytes=${start}-${end}` : undefined;
      const found = await client.send(new GetObjectCommand({ Bucket, Key: Key(key), Range })).catch(rethrow);
      return { body: found.Body as Readable, sizeBytes, start, end };
    },
    size,
    exists: async (key) => (await size(key)) !== null,
    list,
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: Key(key) })).catch(rethrow);
    },
    async removeAll(prefix) {
      if (prefix === "") throw new Error("Removing everything is not offered");
      for (;;) {
        // Always the first page: the one before is gone.
        const { objects } = await list(prefix);
        if (objects.length === 0) return;
        const Delete = { Quiet: true, Objects: objects.map(({ key }) => ({ Key: base + key })) };
        const { Errors = [] } = await client
          .send(new DeleteObjectsCommand({ Bucket, Delete }))
          .catch(rethrow);
        if (Errors.length > 0) throw away(new Error(`${Errors[0]?.Code}: ${Errors[0]?.Message}`));
      }
    },
    async tidy(before) {
      const { Uploads = [] } = await client
        .send(new ListMultipartUploadsCommand({ Bucket, ...(base ? { Prefix: base } : {}) }))
        .catch(rethrow);
      for (const { Key: key, UploadId, Initiated } of Uploads) {
        if (!key || !UploadId || !Initiated || Initiated >= before) continue;
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId })).catch(rethrow);
      }
    },
    async ping() {
      await client.send(new HeadBucketCommand({ Bucket })).catch(rethrow);
    },
  };
}

function within(sizeBytes: number, range: ByteRange | undefined): { start: number; end: number } {
  const last = sizeBytes - 1;
  return { start: Math.min(range?.start ?? 0, sizeBytes), end: Math.min(range?.end ?? last, last) };
}

const isMissing = (error: unknown): boolean =>
  ["NotFound", "NoSuchKey"].includes((error as Error | null)?.name ?? "");

const rethrow = (error: unknown): never => {
  throw away(error);
};

const away = (error: unknown): Error =>
  unavailable("Stored files cannot be reached right now", {
    internal: `object bucket: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    cause: error,
  });
