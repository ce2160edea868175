import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ModelFault } from "./fault.ts";
import { endlessModel, greedyModel, lurkingModel, refusedModels } from "./model.testing.ts";
import { createModelPool, type ModelSource } from "./pool.ts";
import { readModel } from "./read-model.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

const pool = createModelPool();
afterAll(() => pool.close(), 30_000);
const sourceOf = (id: string, bytes: Buffer): ModelSource => ({
  id,
  sizeBytes: bytes.length,
  fetch: async () => bytes,
});
const count = (n: bigint) => [
  { name: "s", datatype: "INT64" as const, shape: [1], data: BigInt64Array.from([n]) },
];

describe("a hostile model file", { timeout: 60_000 }, () => {
  it.each(Object.entries(refusedModels))("is refused unread by the runtime: %s", async (name, bytes) => {
    expect(() => readModel(bytes)).toThrow(ModelFault);
    await expect(pool.warm(sourceOf(name, bytes))).rejects.toMatchObject({ kind: "refused" });
  });

  it("is refused wherever it is cut", () => {
    const bytes = readFileSync(join(import.meta.dirname, "fixtures", "classifier.onnx"));
    // A cut between two fields of the file itself leaves a model without its last part: harmless, and rare.
    let passed = 0;
    for (let at = 0; at < bytes.length; at++) {
      try {
        readModel(bytes.subarray(0, at));
        passed++;
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFault);
      }
    }
    expect(passed).toBeLessThan(4);
  });

  it("is given no time when it never ends", async () => {
    await expect(pool.warm(sourceOf("endless", endlessModel))).rejects.toMatchObject({ kind: "refused" });
    // And is not tried again at once.
    await expect(pool.warm(sourceOf("endless", endlessModel))).rejects.toMatchObject({ kind: "refused" });
  });

  it("is ended when it never answers a call, and the next call is answered", async () => {
    const source = sourceOf("lurking", lurkingModel);
    const ask = (forever: boolean) => {
      const condition = {
        name: "c0",
        datatype: "BOOL" as const,
        shape: [],
        data: Uint8Array.of(forever ? 1 : 0),
      };
      const x = { name: "x", datatype: "FP32" as const, shape: [1], data: Float32Array.of(7) };
      return pool.run(source, { inputs: [condition, x], outputs: null, timeoutMs: 10_000 });
    };
    expect((await ask(false))[0]?.data).toEqual(Float32Array.of(7));
    await expect(ask(true)).rejects.toMatchObject({ kind: "late" });
    expect((await ask(false))[0]?.data).toEqual(Float32Array.of(7));
  });

  it("gets no more memory than a process may have, and the next call is answered", async () => {
    const source = sourceOf("greedy", greedyModel);
    const ask = (n: bigint) => pool.run(source, { inputs: count(n), outputs: null, timeoutMs: 2_000 });
    await expect(ask(2n ** 31n)).rejects.toBeInstanceOf(ModelFault);
    await expect(ask(2n ** 28n)).rejects.toBeInstanceOf(ModelFault);
    const [answer] = await ask(3n);
    expect(answer?.shape).toEqual([3]);
  });

  it("would find nothing of ours even unread: no environment, an empty folder", async () => {
    const sandbox = await startSandbox();
    if (process.platform === "linux") {
      const environment = readFileSync(`/proc/${sandbox.pid}/environ`, "utf8");
      expect(environment.replace(/(^|\0)(PWD|OLDPWD|SHLVL|_)=[^\0]*/g, "").replaceAll("\0", "")).toBe("");
      expect(readdirSync(readlinkSync(`/proc/${sandbox.pid}/cwd`))).toEqual([]);
    }
    const loaded = sandbox.load(refusedModels["external data"] as Buffer);
    await expect(loaded).rejects.toBeInstanceOf(ModelFault);
    sandbox.kill();
  });

  it("changed anywhere is refused or runs apart: 400 changes, and this process lives", async () => {
    const originals = ["classifier", "columns"].map((name) =>
      readFileSync(join(import.meta.dirname, "fixtures", `${name}.onnx`)),
    );
    let sandbox: Sandbox | null = null;
    let read = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const bytes = mutate(originals[seed % 2] as Buffer, seed);
      try {
        readModel(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFault);
        continue;
      }
      read++;
      if (!sandbox?.alive) sandbox = await startSandbox();
      await sandbox.load(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(ModelFault));
    }
    sandbox?.kill();
    expect(read).toBeGreaterThan(10);
    expect(read).toBeLessThan(400);
  });
});

/** The same change for the same seed. */
function mutate(bytes: Buffer, seed: number): Buffer {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  below(2);
  const out = Buffer.from(bytes);
  for (let i = below(4); i >= 0; i--) {
    const at = below(out.length);
    if (below(3) === 0) out.copyWithin(at, below(out.length), below(out.length));
    else out[at] = below(2) === 0 ? below(256) : (out[at] as number) ^ (1 << below(8));
  }
  return below(6) === 0 ? out.subarray(0, below(out.length)) : out;
}
