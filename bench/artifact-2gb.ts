/**
 * A file of 2 GB through the artifact proxy and back: the memory of the web process stays flat, the bytes the same.
 * `--megabytes 2048`, `--data DIR` (a running Triops).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { openTarget } from "./mlflow/target.ts";
import { report } from "./report.ts";
import { listenerOf } from "./stack/listener.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: { megabytes: { type: "string", default: "2048" }, data: { type: "string" } },
});
const megabytes = Number(values.megabytes);
const mebibyte = 1024 * 1024;

/** Bytes that no compression helps, made as they are needed. */
function* bytes(hash: ReturnType<typeof createHash>) {
  const block = Buffer.alloc(mebibyte);
  let state = 1;
  for (let at = 0; at < block.length; at += 4) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    block.writeUInt32LE(state >>> 0, at);
  }
  for (let sent = 0; sent < megabytes; sent++) {
    const chunk = Buffer.from(block);
    chunk.writeUInt32LE(sent, 0);
    hash.update(chunk);
    yield chunk;
  }
}

const rssBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;

const target = await openTarget(values.data);
try {
  const url = `${target.webUrl}/api/2.0/mlflow-artifacts/artifacts/bench/large-${Date.now()}.bin`;
  const headers = { authorization: `Bearer ${target.apiKey}` };
  const small = await fetch(`${url}.small`, { method: "PUT", headers, body: "warm" });
  if (!small.ok) throw new Error(`${small.status} ${await small.text()}`);
  const pid = listenerOf(Number(new URL(target.webUrl).port));
  const beforeBytes = rssBytes(pid);
  let peakBytes = beforeBytes;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, rssBytes(pid));
  }, 100);
  const [sent, received] = [createHash("sha256"), createHash("sha256")];
  const from = performance.now();
  const put = await fetch(url, {
    method: "PUT",
    headers,
    body: Readable.toWeb(Readable.from(bytes(sent))) as ReadableStream<Uint8Array>,
    duplex: "half",
  } as RequestInit);
  if (!put.ok) throw new Error(`${put.status} ${await put.text()}`);
  const putSeconds = (performance.now() - from) / 1_000;
  const middle = performance.now();
  const got = await fetch(url, { headers });
  if (!got.ok || !got.body) throw new Error(`${got.status}`);
  for await (const chunk of got.body) received.update(chunk);
  const getSeconds = (performance.now() - middle) / 1_000;
  clearInterval(watch);
  await fetch(url, { method: "DELETE", headers });
  await fetch(`${url}.small`, { method: "DELETE", headers });
  const same = sent.digest("hex") === received.digest("hex");
  report("artifact-2gb", [
    {
      name: `web process's memory grew by, while ${megabytes} MiB went in and out`,
      value: (peakBytes - beforeBytes) / mebibyte,
      unit: "MiB",
    },
    { name: "web process's memory at most", value: peakBytes / mebibyte, unit: "MiB" },
    { name: "in", value: megabytes / putSeconds, unit: "MiB/s" },
    { name: "out", value: megabytes / getSeconds, unit: "MiB/s" },
    { name: "bytes came back the same", value: same ? 1 : 0, unit: "(1 is yes)" },
  ]);
  if (!same) process.exitCode = 1;
} finally {
  await target.close();
}
