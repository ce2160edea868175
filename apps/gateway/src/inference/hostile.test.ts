import { chance } from "@triops/telemetry/hostile/chance.testing";
import { hostileScoring } from "@triops/telemetry/hostile/scoring.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { held, modelFile, type Serving, startServing, variantOf } from "./world.testing.ts";

let serving: Serving;
beforeAll(async () => {
  serving = await startServing();
  serving.deploy("housing", [variantOf(await serving.store("w/c.onnx", modelFile("classifier")))]);
});
afterAll(() => serving.close(), 30_000);

describe("whatever is sent to a deployment", { timeout: 60_000 }, () => {
  it("is answered with 2xx or 4xx, each in its protocol's shape, and the model lives", async () => {
    const { columns, rows } = held("classifier");
    const key = serving.addKey(serving.workspaceId);
    const bad: string[] = [];
    const seen = new Set<number>();
    for (let seed = 1; seed <= 250; seed++) {
      const scored = { deployment: "housing", input: "X", columns };
      const { path, headers, body, kind } = hostileScoring(scored, "anemone", chance(seed), Date.now());
      if (path.startsWith("/v1/")) continue;
      const reply = await fetch(`${serving.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, ...headers },
        body: new Uint8Array(body),
      });
      const text = await reply.text();
      seen.add(reply.status);
      const json = reply.status === 415 || path.includes("%") ? {} : JSON.parse(text);
      const shaped =
        reply.ok || reply.status === 415 || path.includes("%") || "error" in json || "error_code" in json;
      if (reply.status >= 500 || !shaped) bad.push(`seed ${seed} ${path} (${kind}): ${reply.status} ${text}`);
    }
    expect(bad).toEqual([]);
    expect([...seen].sort()).toEqual(expect.arrayContaining([200, 400, 404, 415]));
    const after = await serving.ask("/deployments/housing/invocations", { inputs: rows.slice(0, 1) });
    expect(after.status).toBe(200);
  });
});
