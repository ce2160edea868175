import { refusedModels } from "@triops/providers/onnx/model.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { held, modelFile, type Serving, startServing, variantOf } from "./world.testing.ts";

let serving: Serving;
const { rows } = held("classifier");
const body = { inputs: rows.slice(0, 1) };
let good: Awaited<ReturnType<Serving["store"]>>;

beforeAll(async () => {
  serving = await startServing();
  good = await serving.store("w/good.onnx", modelFile("classifier"));
});
afterAll(() => serving.close(), 30_000);

const notesOf = (name: string) => serving.notes.filter(({ deployment }) => deployment.name === name);
const path = (name: string) => `/deployments/${name}/invocations`;

/** A server that answers every row with the same number. */
const constant = (value: number) =>
  serving.outside((at, given) => {
    if (at === "/ping") return { status: 200, body: {} };
    const asked = JSON.parse(given);
    const count = asked.inputs.length;
    return { status: 200, body: { predictions: Array(count).fill(value) } };
  });
const server = async (value: number) =>
  ({
    kind: "server",
    protocol: "mlflow",
    url: await constant(value),
    remoteModel: null,
    headersSealed: null,
  }) as const;
const broken = async (status = 500) =>
  ({
    kind: "server",
    protocol: "mlflow",
    url: await serving.outside(() => ({ status, body: { message: "no" } })),
    remoteModel: null,
    headersSealed: null,
  }) as const;

describe("routing", { timeout: 60_000 }, () => {
  it("keeps a sticky key with its variant, and moves only what a weight moves", async () => {
    const champion = variantOf(await server(1), { weight: 90 });
    const canary = variantOf(await server(2), { weight: 10, role: "canary", modelVersion: "2" });
    const ask = async (key: string) => {
      const reply = await serving.ask(path("sticky"), body, { "x-customer": key });
      return reply.headers.get("x-triops-variant") as string;
    };
    const keys = Array.from({ length: 60 }, (_, i) => `customer-${i}`);
    serving.deploy("sticky", [champion, canary], { sticky: { header: "x-customer" } });
    const before = await Promise.all(keys.map(ask));
    expect(await Promise.all(keys.map(ask))).toEqual(before);
    expect(new Set(before)).toEqual(new Set(["champion", "canary"]));
    const more = [
      { ...champion, weight: 50 },
      { ...canary, weight: 50 },
    ];
    serving.deploy("sticky", more, { sticky: { header: "x-customer" } });
    const after = await Promise.all(keys.map(ask));
    before.forEach((role, i) => {
      if (role === "canary") expect(after[i]).toBe("canary");
    });
    expect(after.filter((role) => role === "canary").length).toBeGreaterThan(15);
  });

  it("answers in the champion's place when a canary fails, and counts it against the canary", async () => {
    const champion = variantOf(good, { weight: 0 });
    serving.deploy("fallback", [
      champion,
      variantOf(await broken(), { weight: 100, role: "canary", modelVersion: "2" }),
    ]);
    const reply = await serving.ask(path("fallback"), body);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("x-triops-variant")).toBe("champion");
    const notes = notesOf("fallback");
    expect(notes.map(({ variant, error }) => [variant.role, error?.code ?? null])).toEqual([
      ["canary", "bad_answer"],
      ["champion", null],
    ]);
    expect(new Set(notes.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it("gives the canary's own error where the deployment wants no fallback", async () => {
    const variants = [
      variantOf(good, { weight: 0 }),
      variantOf(await broken(), { weight: 100, role: "canary" }),
    ];
    serving.deploy("alone", variants, { fallback: false });
    const { status, json } = await serving.ask(path("alone"), body);
    expect([status, json.message]).toEqual([502, "The model's server answered 500: no"]);
    expect(notesOf("alone").map(({ error }) => error?.code)).toEqual(["bad_answer"]);
  });

  it("counts nobody's error when canary and champion refuse the same input", async () => {
    serving.deploy("refused", [
      variantOf(good, { weight: 0 }),
      variantOf(good, { weight: 100, role: "canary" }),
    ]);
    expect((await serving.ask(path("refused"), { inputs: [[1, 2]] })).status).toBe(400);
    expect(notesOf("refused")).toEqual([]);
  });

  it("lets a canary with a hostile file fail alone", async () => {
    const hostile = await serving.store("w/hostile.onnx", refusedModels["external data"] as Buffer);
    serving.deploy("hostile", [
      variantOf(good, { weight: 0 }),
      variantOf(hostile, { weight: 100, role: "canary" }),
    ]);
    const reply = await serving.ask(path("hostile"), body);
    expect([reply.status, reply.headers.get("x-triops-variant")]).toEqual([200, "champion"]);
    expect(notesOf("hostile")[0]?.error?.message).toContain("not beside the model");
  });

  it("copies to shadows without waiting, and keeps what the answer was beside theirs", async () => {
    const { promise: answered, resolve: letItAnswer } = Promise.withResolvers<void>();
    const url = await serving.outside(async (_at, given) => {
      await answered;
      return { status: 200, body: { predictions: JSON.parse(given).inputs.map(() => 7) } };
    });
    const slow = { kind: "server", protocol: "mlflow", url, remoteModel: null, headersSealed: null } as const;
    const shadow = variantOf(slow, { role: "shadow", modelVersion: "3", timeoutMs: 30_000 });
    serving.deploy("shadowed", [variantOf(await server(1)), shadow]);
    const reply = await serving.ask(path("shadowed"), body);
    expect(reply.json).toEqual({ predictions: [1] });
    expect(notesOf("shadowed")).toHaveLength(1);
    letItAnswer();
    await expect.poll(() => notesOf("shadowed").length, { timeout: 10_000 }).toBe(2);
    expect(notesOf("shadowed")[1]).toMatchObject({
      variant: { role: "shadow" },
      outputs: [{ predictions: 7 }],
      answers: [{ predictions: 1 }],
    });
  });

  it("notes features by name, the answer, and who asked", async () => {
    const { columns } = held("classifier");
    const inputs = JSON.stringify(columns.map((name) => ({ type: "double", name, required: true })));
    serving.deploy("noted", [variantOf(good, { signature: { inputs, outputs: null, params: null } })]);
    await serving.ask(path("noted"), body, {
      "x-request-id": "r-1",
      "x-triops-service": "shop",
      "x-triops-user": "u",
    });
    const [note] = notesOf("noted");
    expect(note).toMatchObject({ requestId: "r-1", service: "shop", user: "u", sampled: true, error: null });
    expect(note?.inputs).toEqual([Object.fromEntries(columns.map((name, i) => [name, rows[0]?.[i]]))]);
    expect(note?.outputs).toEqual([{ label: 1, probabilities: [expect.any(Number), expect.any(Number)] }]);
  });

  it("changes models under load without a failed request, and a champion that cannot be loaded never replaces one", async () => {
    serving.deploy("swap", [variantOf(good)]);
    await serving.ask(path("swap"), body);
    let asking = true;
    const seen = new Map<string, number>();
    const lane = async () => {
      while (asking) {
        const { status, headers } = await serving.ask(path("swap"), body);
        const what = `${status} ${headers.get("x-triops-model-version")}`;
        seen.set(what, (seen.get(what) ?? 0) + 1);
      }
    };
    const lanes = [lane(), lane()];
    for (const version of ["2", "3", "4"]) {
      const target = await serving.store(
        `w/swap-${version}.onnx`,
        Buffer.concat([modelFile("classifier"), Buffer.from([0x1a, 1, 48 + Number(version)])]),
      );
      serving.deploy("swap", [variantOf(target, { modelVersion: version })]);
      await expect.poll(() => seen.has(`200 ${version}`), { timeout: 20_000 }).toBe(true);
    }
    const damaged = await serving.store("w/swap-5.onnx", modelFile("classifier").subarray(0, 500));
    serving.deploy("swap", [variantOf(damaged, { modelVersion: "5" })]);
    await expect
      .poll(() => serving.inference.behind().find(({ name }) => name === "swap")?.fault, {
        timeout: 20_000,
      })
      .toEqual(expect.any(String));
    asking = false;
    await Promise.all(lanes);
    expect([...seen.keys()].sort()).toEqual(["200 1", "200 2", "200 3", "200 4"]);
    serving.deploy("swap", [variantOf(good)]);
    const back = await serving.ask(path("swap"), body);
    expect(back.status).toBe(200);
  });

  it("says clearly what is away: the file, the server, the time", async () => {
    const missing = { kind: "onnx", objectKey: "w/missing.onnx", sizeBytes: 1, sha256: null } as const;
    serving.deploy("missing", [variantOf(missing)]);
    const noFile = await serving.ask(path("missing"), body);
    expect([noFile.status, noFile.headers.has("retry-after")]).toEqual([503, true]);
    const url = await serving.outside(() => new Promise(() => {}));
    const slow = { kind: "server", protocol: "oip", url, remoteModel: null, headersSealed: null } as const;
    serving.deploy("slow", [variantOf(slow, { timeoutMs: 200 })]);
    const infer = { inputs: [{ name: "x", shape: [1], datatype: "FP64", data: [1] }] };
    expect((await serving.ask("/v2/models/slow/infer", infer)).status).toBe(504);
    const closed = { ...slow, url: "http://127.0.0.1:9" };
    serving.deploy("closed", [variantOf(closed)]);
    expect((await serving.ask("/v2/models/closed/infer", infer)).status).toBe(503);
    const private_ = { ...slow, url: "http://10.1.2.3:80" };
    serving.deploy("private", [variantOf(private_)]);
    expect((await serving.ask("/v2/models/private/infer", infer)).status).toBe(502);
  });
});

describe("servers of others", { timeout: 60_000 }, () => {
  const oip = (at: string, given: string) => {
    if (at === "/v2/models/theirs")
      return {
        status: 200,
        body: {
          name: "theirs",
          inputs: [
            { name: "a", datatype: "FP32", shape: [-1, 1] },
            { name: "b", datatype: "INT64", shape: [-1, 1] },
          ],
        },
      };
    if (at.endsWith("/ready")) return { status: 200, body: { ready: true } };
    const { inputs } = JSON.parse(given);
    const sums = inputs[0].data.map((value: number, i: number) => value + inputs[1].data[i]);
    return {
      status: 200,
      body: {
        model_name: "theirs",
        outputs: [{ name: "sum", datatype: "FP64", shape: [sums.length], data: sums }],
      },
    };
  };

  it("are reached over the Open Inference Protocol by either protocol", async () => {
    const target = {
      kind: "server",
      protocol: "oip",
      url: await serving.outside(oip),
      remoteModel: "theirs",
      headersSealed: null,
    } as const;
    serving.deploy("theirs", [variantOf(target)]);
    const records = {
      dataframe_records: [
        { a: 1.5, b: 2 },
        { b: 4, a: 3 },
      ],
    };
    expect((await serving.ask(path("theirs"), records)).json).toEqual({
      predictions: [{ sum: 3.5 }, { sum: 7 }],
    });
    const part = (name: string, datatype: string, data: number[]) => ({
      name,
      datatype,
      shape: [1, 1],
      data,
    });
    const { json } = await serving.ask("/v2/models/theirs/infer", {
      id: "7",
      inputs: [part("a", "FP32", [1]), part("b", "INT64", [2])],
    });
    expect(json).toEqual({
      model_name: "theirs",
      model_version: "1",
      id: "7",
      outputs: [{ name: "sum", datatype: "FP64", shape: [1], data: [3] }],
    });
    expect((await serving.get("/v2/models/theirs/ready")).status).toBe(200);
    const odd = await serving.ask(path("theirs"), { dataframe_records: [{ a: 1, b: 2.5 }] });
    expect([odd.status, odd.json.message]).toEqual([400, 'Column "b": 2.5 is not of type INT64']);
  });

  it("are reached over MLflow's scoring by either protocol, messages included", async () => {
    const url = await serving.outside((_at, given) => {
      const asked = JSON.parse(given);
      if (asked.messages) return { status: 200, body: { choices: [] } };
      return {
        status: 200,
        body: {
          predictions: asked.dataframe_split.data.map(([a, b]: number[]) => (a as number) * (b as number)),
        },
      };
    });
    const target = {
      kind: "server",
      protocol: "mlflow",
      url,
      remoteModel: null,
      headersSealed: null,
    } as const;
    const inputs = JSON.stringify([
      { type: "double", name: "a" },
      { type: "double", name: "b" },
    ]);
    serving.deploy("product", [variantOf(target, { signature: { inputs, outputs: null, params: null } })]);
    const matrix = { inputs: [{ name: "x", datatype: "FP64", shape: [2, 2], data: [1, 2, 3, 4] }] };
    expect((await serving.ask("/v2/models/product/infer", matrix)).json.outputs).toEqual([
      { name: "predictions", datatype: "INT64", shape: [2], data: [2, 12] },
    ]);
    const split = { dataframe_split: { columns: ["a", "b"], data: [[2, 5]] } };
    expect((await serving.ask(path("product"), split)).json).toEqual({ predictions: [10] });
    expect((await serving.ask(path("product"), { messages: [] })).json).toEqual({ choices: [] });
  });
});
