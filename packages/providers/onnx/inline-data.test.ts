import { describe, expect, it } from "vitest";
import { inlineData } from "./inline-data.ts";
import { floatPort, graph, int, model, node, part } from "./model.testing.ts";
import { readModel } from "./read-model.ts";
import { startSandbox } from "./sandbox.ts";

const beside = (name: string, place: Record<string, string> = {}) =>
  part(
    5,
    int(1, 2),
    int(2, 1),
    part(8, name),
    ...Object.entries(place).map(([key, value]) => part(13, part(1, key), part(2, value))),
    int(14, 1),
  );
const y = floatPort(12, "y", 2);
const kept = (place: Record<string, string>) =>
  model(graph(node("Identity", ["w"], ["y"]), beside("w", place), y));
const file = Buffer.from(Float32Array.from([9, 1.5, 2.5, 9]).buffer);
const read = async (name: string, offset: number, length: number | null) =>
  name === "weights" ? file.subarray(offset, length === null ? undefined : offset + length) : null;

describe("weights beside the model", { timeout: 60_000 }, () => {
  it("are put in from where they lie, and the model runs", async () => {
    const whole = await inlineData(kept({ location: "weights", offset: "4", length: "8" }), read);
    expect(readModel(whole).outputs).toEqual([{ name: "y", datatype: "FP32", shape: [2] }]);
    const sandbox = await startSandbox();
    await sandbox.load(whole);
    const [answer] = await sandbox.run([], null, 2_000);
    expect(answer?.data).toEqual(Float32Array.from([1.5, 2.5]));
    sandbox.kill();
  });

  it("leave a model that has none as it is", async () => {
    const plain = model(graph(node("Identity", ["x"], ["y"]), floatPort(11, "x"), y));
    expect(await inlineData(plain, read)).toBe(plain);
  });

  it.each([
    ["a way up", { location: "../weights" }],
    ["an absolute path", { location: "/etc/passwd" }],
    ["a folder", { location: "a/weights" }],
    ["a hidden file", { location: ".env" }],
    ["a place in memory", { location: "*/_ORT_MEM_ADDR_/*" }],
    ["a file that is not there", { location: "nothing" }],
    ["an offset that is no number", { location: "weights", offset: "-4" }],
    ["more than may be served", { location: "weights", length: "999999999999" }],
  ])("are refused for %s", async (_what, place) => {
    await expect(inlineData(kept(place as Record<string, string>), read)).rejects.toMatchObject({
      kind: "refused",
    });
  });

  it("that are too few or too many are refused by the reading that follows", async () => {
    const whole = await inlineData(kept({ location: "weights" }), read);
    expect(() => readModel(whole)).toThrow("does not hold as much");
  });
});
