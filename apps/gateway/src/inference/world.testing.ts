import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttp, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { keyLimits, type PublishedKey } from "@triops/domains/api-keys/schemas";
import type { PublishedDeployment, PublishedVariant } from "@triops/domains/deployments/snapshot-schemas";
import { createLogger } from "@triops/kernel/logger";
import { openObjectStore } from "@triops/providers/object-store/object-store";
import { fastify } from "fastify";
import type { PredictionNote } from "../predictions/prediction-log.ts";
import { testSecretKey } from "../testing.ts";
import { createInference } from "./inference.ts";

const fixtures = join(
  import.meta.dirname,
  "..",
  "..",
  "..",
  "..",
  "packages",
  "providers",
  "onnx",
  "fixtures",
);

export type Held = {
  columns: string[];
  rows: (number | string)[][];
  outputs: Record<string, number[] | number[][]>;
};
export const held = (name: string) =>
  JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")) as Held;
export const modelFile = (name: string) => readFileSync(join(fixtures, `${name}.onnx`));

type Said = { status: number; body: unknown };

/** The serving side of a gateway without its stores: deployments are put in by hand, notes are kept in a list. */
export async function startServing() {
  const folder = mkdtempSync(join(tmpdir(), "triops-serving-"));
  const objects = openObjectStore(pathToFileURL(folder).href);
  const notes: PredictionNote[] = [];
  const keys = new Map<string, PublishedKey>();
  const addKey = (workspaceId: string, scopes: PublishedKey["scopes"] = ["inference"]) => {
    const secret: string = randomUUID();
    keys.set(secret, {
      workspaceId,
      keyId: randomUUID(),
      scopes,
      expiresAt: null,
      retentionDays: 30,
      limits: keyLimits,
    });
    return secret;
  };
  const inference = createInference({
    objects,
    predictions: {
      isSampled: () => true,
      note: (note) => notes.push(note),
      state: () => ({ pendingRows: 0, pendingBytes: 0, awaySince: null }),
      close: async () => {},
    },
    secretKey: testSecretKey,
    allowedCidrs: ["127.0.0.0/8"],
    admission: {
      ring: { replace() {}, set() {}, size: 1, find: (credential) => keys.get(credential) ?? null },
      state: () => ({ loaded: true, loadedAt: new Date(), fault: null }),
      noteUse() {},
    },
    budget: { used: 0 },
    log: createLogger("test", "silent"),
    now: () => Date.now(),
    observe() {},
  });
  const app = fastify({ logger: false });
  await app.register(async (scope) => inference.register(scope));
  await app.register(async (scope) => inference.registerInternal(scope));
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const workspaceId = randomUUID();
  const key = addKey(workspaceId);
  const deployments = new Map<string, PublishedDeployment>();
  const servers: HttpServer[] = [];

  return {
    url,
    notes,
    objects,
    inference,
    workspaceId,
    addKey,
    /** Puts a file into the object store. */
    async store(objectKey: string, bytes: Buffer) {
      await objects.put(
        objectKey,
        (async function* () {
          yield bytes;
        })(),
      );
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { kind: "onnx", objectKey, sizeBytes: bytes.length, sha256 } as const;
    },
    deploy(name: string, variants: PublishedVariant[], more: Partial<PublishedDeployment> = {}) {
      const before = deployments.get(name);
      const deployment: PublishedDeployment = {
        workspaceId,
        id: before?.id ?? randomUUID(),
        name,
        enabled: true,
        sticky: { header: null },
        fallback: true,
        variants,
        logging: { sampleRate: 1, maskColumns: [], retentionDays: 30 },
        revision: (before?.revision ?? 0) + 1,
        ...more,
      };
      deployments.set(name, deployment);
      inference.take(deployments.values());
      return deployment;
    },
    /** A model server of somebody else's. */
    async outside(answer: (path: string, body: string) => Said | Promise<Said>) {
      const server = createHttp(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const said = await answer(request.url ?? "", Buffer.concat(chunks).toString());
        response.writeHead(said.status, { "content-type": "application/json" });
        response.end(JSON.stringify(said.body));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      servers.push(server);
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async ask(path: string, body: unknown, headers: Record<string, string> = {}, credential: string = key) {
      const reply = await fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${credential}`, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      const text = await reply.text();
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        json = null;
      }
      // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
      return { status: reply.status, headers: reply.headers, text, json: json as any };
    },
    get: (path: string, credential: string = key) =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${credential}` } }),
    async close() {
      await app.close();
      await inference.close();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Serving = Awaited<ReturnType<typeof startServing>>;

export const variantOf = (
  target: PublishedVariant["target"],
  more: Partial<PublishedVariant> = {},
): PublishedVariant => ({
  id: randomUUID(),
  role: "champion",
  weight: 100,
  modelName: "fraud",
  modelVersion: "1",
  target,
  signature: null,
  timeoutMs: 2_000,
  ...more,
});
