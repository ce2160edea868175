import { chance } from "@triops/telemetry/hostile/chance.testing";
import { hostileModelCall } from "@triops/telemetry/hostile/models.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

/** Each has its own seed, by which what went wrong is named. */
const calls = 400;
const routes = ["open", "claude", "chat"];

let world: LlmWorld;

beforeAll(async () => {
  world = await startLlmWorld();
  const openai = await world.provider();
  const anthropic = await world.provider({ dialect: "anthropic", baseUrl: world.demo.url });
  await world.route("open", [{ providerId: openai.id }]);
  // Without responses of its own.
  const chat = await world.provider({ kind: "openai-compatible" });
  await world.route("chat", [{ providerId: chat.id }]);
  await world.route("claude", [{ providerId: anthropic.id, model: "claude-haiku-4-5" }]);
});
afterAll(() => world.close());

describe("hostile calls of models", () => {
  it("are answered with 2xx or 4xx, each 4xx in the caller's own shape", async () => {
    const bad: string[] = [];
    const statuses = new Map<number, number>();
    let seed = 1;
    const lane = async () => {
      while (seed <= calls) {
        const own = seed++;
        const { path, kind, headers, body } = hostileModelCall({ routes }, "anemone", chance(own));
        const reply = await fetch(`${world.url}${path}`, {
          method: "POST",
          headers: { authorization: `Bearer ${world.key.key}`, ...headers },
          body: new Uint8Array(body),
          signal: AbortSignal.timeout(20_000),
        });
        const text = await reply.text();
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        const isRefusal = reply.status >= 400 && reply.status < 500;
        const isShaped = /"error":\{.*"message":".+/s.test(text) && /"type":"[a-z_]+"/.test(text);
        if ((reply.status !== 200 && !isRefusal) || (isRefusal && !isShaped))
          bad.push(`seed ${own} ${path} (${kind}): ${reply.status} ${text.slice(0, 200)}`);
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    expect(bad).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(calls / 20);
  }, 120_000);
});
