import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createModelPool, type ModelSource } from "./pool.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import type { Tensor } from "./tensors.ts";

const folder = join(import.meta.dirname, "fixtures");

function sourceOf(name: string, id = name): ModelSource {
  const bytes = readFileSync(join(folder, `${name}.onnx`));
  return { id, sizeBytes: bytes.length, fetch: async () => bytes };
}

type Held = {
  columns: string[];
  rows: (number | string)[][];
  outputs: Record<string, number[] | number[][]>;
};
const held = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Held;

const started: Sandbox[] = [];
const pool = createModelPool(async () => {
  const sandbox = await startSandbox();
  started.push(sandbox);
  return sandbox;
});
afterAll(() => pool.close(), 30_000);

const matrix = (name: string, datatype: "FP32" | "FP64"): Tensor => {
  const { rows, columns } = held(name);
  const numbers = rows.flat() as number[];
  const data = datatype === "FP32" ? Float32Array.from(numbers) : Float64Array.from(numbers);
  return { name: "X", datatype, shape: [rows.length, columns.length], data };
};

function expectEqual(name: string, answer: readonly Tensor[]) {
  for (const [output, wanted] of Object.entries(held(name).outputs)) {
    const numbers = Array.from(answer.find((one) => one.name === output)?.data as Float64Array, Number);
    const flat = wanted.flat();
    expect(numbers).toHaveLength(flat.length);
    flat.forEach((value, i) => {
      expect(Math.abs((numbers[i] as number) - value)).toBeLessThan(1e-6);
    });
  }
}

const call = (inputs: Tensor[]) => ({ inputs, outputs: null, timeoutMs: 2_000 });

describe("models in processes of their own", { timeout: 60_000 }, () => {
  it("answer as scikit-learn does, to a millionth", async () => {
    expectEqual("classifier", await pool.run(sourceOf("classifier"), call([matrix("classifier", "FP64")])));
    expectEqual("regressor", await pool.run(sourceOf("regressor"), call([matrix("regressor", "FP32")])));
    const { rows, columns } = held("columns");
    const inputs = columns.map((name, i): Tensor => {
      const values = rows.map((row) => row[i]);
      const shape = [rows.length, 1];
      return name === "region"
        ? { name, datatype: "BYTES", shape, data: values as string[] }
        : { name, datatype: "FP64", shape, data: Float64Array.from(values as number[]) };
    });
    expectEqual("columns", await pool.run(sourceOf("columns"), call(inputs)));
  });

  it("say what of an input does not suit, and go on", async () => {
    const narrow = { ...matrix("classifier", "FP64"), shape: [40, 4] };
    const one = pool.run(sourceOf("classifier"), call([narrow]));
    await expect(one).rejects.toMatchObject({ kind: "call", message: expect.stringContaining("X") });
    expectEqual("classifier", await pool.run(sourceOf("classifier"), call([matrix("classifier", "FP64")])));
  });

  it("answer a call whose process was killed, on a fresh one", async () => {
    await pool.warm(sourceOf("classifier"));
    const before = started.length;
    const calls = Array.from({ length: 20 }, () =>
      pool.run(sourceOf("classifier"), call([matrix("classifier", "FP64")])),
    );
    // Whatever it is that ends it: the call in it is made again, the others wait.
    for (const sandbox of started) sandbox.kill();
    for (const answer of await Promise.all(calls)) expectEqual("classifier", answer);
    expect(started.length).toBeGreaterThan(before);
  });

  it("end when nobody wants them any more, after their last call", async () => {
    const last = pool.run(sourceOf("classifier", "old"), call([matrix("classifier", "FP64")]));
    pool.keep(new Set(["classifier"]));
    expectEqual("classifier", await last);
    await pool.run(sourceOf("classifier"), call([matrix("classifier", "FP64")]));
    expect(pool.states().map(({ id }) => id)).toEqual(["classifier"]);
  });

  it("are away while their file is, and come when it does", async () => {
    let there = false;
    const source: ModelSource = {
      ...sourceOf("classifier", "late"),
      fetch: async () => {
        if (!there) throw new Error("the store is away");
        return readFileSync(join(folder, "classifier.onnx"));
      },
    };
    await expect(pool.warm(source)).rejects.toMatchObject({ kind: "away" });
    there = true;
    await expect
      .poll(
        () =>
          pool.warm(source).then(
            () => "there",
            () => "away",
          ),
        { timeout: 20_000 },
      )
      .toBe("there");
  });
});
