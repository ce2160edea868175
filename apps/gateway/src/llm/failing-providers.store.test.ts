import { providerHealthField, providerHealthKey } from "@triops/domains/llm-providers/health-keys";
import { openBreaker, openBreakersKey } from "@triops/domains/llm-routes/snapshot-schemas";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing.ts";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
let openai: OpenAI;
let good: { id: string };
/** Takes any connection and says nothing that is HTTP. */
let unreachable: { id: string };
/** Refuses every key: its own begins with `invalid`. */
let locked: { id: string };

beforeAll(async () => {
  world = await startLlmWorld();
  openai = world.openai();
  good = await world.provider();
  unreachable = await world.provider({ baseUrl: "http://127.0.0.1:9/v1" });
  locked = await world.provider({ credential: "invalid-sk-abcdefghijklmnop" });
});
afterAll(() => world.close());

const say = (content: string) => [{ role: "user" as const, content }];
const chat = (model: string, content: string) =>
  openai.chat.completions.create({ model, messages: say(content) });
const textsOf = async (model: string, content: string) => {
  const texts: string[] = [];
  const stream = await openai.chat.completions.create({ model, messages: say(content), stream: true });
  try {
    for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content ?? "");
    return { text: texts.join(""), error: null };
  } catch (error) {
    return { text: texts.join(""), error: error as InstanceType<typeof OpenAI.APIError> };
  }
};
const askedOf = (content: string) =>
  world.demo.received.filter(({ body }) => JSON.stringify(body).includes(content)).length;

describe("a provider that fails", () => {
  it("is asked again as often as the route says", async () => {
    await world.route("retries", [{ providerId: good.id }], {
      retries: { attempts: 2, backoffMs: 5, backoffMsMax: 50 },
    });
    const answer = await chat("retries", "say alpha [[demo: flaky=2 status=503]]");
    expect(answer.choices[0]?.message.content).toContain("alpha");
    expect(askedOf("say alpha")).toBe(3);
    await expect(chat("retries", "say beta [[demo: flaky=9 status=503]]")).rejects.toMatchObject({
      status: 502,
      code: "server_error",
    });
    expect(askedOf("say beta")).toBe(3);
  });

  it("keeps its status when its refusal is longer than anybody reads", async () => {
    await world.route("wordy", [{ providerId: good.id }]);
    // The provider repeats the role that it does not know.
    const messages = [{ role: "x".repeat(200_000) as "user", content: "hello" }];
    for (const stream of [false, true])
      await expect(
        openai.chat.completions.create({ model: "wordy", messages, stream }),
      ).rejects.toMatchObject({
        status: 400,
      });
  });

  it("is replaced by the next target for the classes of the route, in one piece and in a stream", async () => {
    await world.route("falls", [
      { providerId: unreachable.id },
      { providerId: good.id, tier: 1, model: "gpt-4o" },
    ]);
    const answer = await chat("falls", "say gamma");
    expect(answer.model).toBe("gpt-4o");
    expect((await textsOf("falls", "say delta")).text).toContain("delta");
    const calls = await world.recorded("falls", 2);
    expect(calls.map(({ model, status }) => [model, status])).toEqual([
      ["gpt-4o", "ok"],
      ["gpt-4o", "ok"],
    ]);
  });

  it("is not replaced for a class that the route does not name, and its account is not shown", async () => {
    await world.route("locked", [{ providerId: locked.id }, { providerId: good.id, tier: 1 }]);
    const refused = chat("locked", "say epsilon");
    await expect(refused).rejects.toMatchObject({
      status: 502,
      code: "invalid_api_key",
      message: expect.stringContaining("refused the gateway's credential"),
    });
    expect(JSON.stringify(await refused.catch((error) => error.error))).not.toContain("abcdefghijklmnop");
  });

  it("tells how long to wait, and the caller is told the same", async () => {
    await world.route("waits", [{ providerId: good.id }]);
    const error = await chat("waits", "hello [[demo: rate-limit=7]]").catch((one) => one);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error.headers.get("retry-after")).toBe("7");
    expect(error.code).toBe("rate_limit_exceeded");
  });

  it("sends something that is no JSON: a bad gateway, not a broken client", async () => {
    await world.route("odd", [{ providerId: good.id }]);
    await expect(chat("odd", "hello [[demo: malformed]]")).rejects.toMatchObject({
      status: 502,
      code: "bad_answer",
    });
  });

  it("says nothing: its time is over, and another is asked where the route says so", async () => {
    const deaf = await world.provider({ baseUrl: `${world.url}/deaf/v1`, credential: null });
    await world.route("silent", [{ providerId: good.id }], { timeouts: { firstTokenMs: 150, totalMs: 300 } });
    for (const ask of [chat, textsOf])
      await expect(ask("silent", "hello [[demo: hang]]")).rejects.toMatchObject({
        status: 504,
        code: "timeout",
      });
    await world.route("not-silent", [{ providerId: deaf.id }, { providerId: good.id, tier: 1 }], {
      fallbackOn: ["bad_request"],
    });
    expect((await textsOf("not-silent", "say zeta")).text).toContain("zeta");
  });

  it("falls silent midway: the stream ends with an error in OpenAI's shape, what came is counted", async () => {
    await world.route("stalls", [{ providerId: good.id }], { timeouts: { firstTokenMs: 200, totalMs: 600 } });
    const { text, error } = await textsOf("stalls", "[[demo: hang=3]] one two three four five six seven");
    expect(text.length).toBeGreaterThan(0);
    expect(error).toMatchObject({ code: "timeout" });
    const [call] = await world.recorded("stalls", 1);
    expect(call).toMatchObject({ status: "error", error_type: "timeout", estimated: 1, output_text: text });
    expect(call?.usage.output).toBeGreaterThan(0);
  });

  it("drops the connection midway, or states an error: told in the stream, never asked again", async () => {
    await world.route("cuts", [{ providerId: good.id }], {
      retries: { attempts: 3, backoffMs: 1, backoffMsMax: 10 },
    });
    const cut = await textsOf("cuts", "[[demo: cut=2]] uno due tre quattro cinque");
    expect(cut.text.length).toBeGreaterThan(0);
    expect(cut.error?.code).toMatch(/connection_lost|stream_cut/);
    expect(askedOf("uno due")).toBe(1);
    const failed = await textsOf("cuts", "[[demo: fail=2]] eins zwei drei vier");
    expect(failed.error).toMatchObject({ code: "server_error" });
    const calls = await world.recorded("cuts", 2);
    expect(calls.every(({ status, estimated }) => status === "error" && estimated === 1)).toBe(true);
  });

  it("is left alone after its failures, and asked again when its time is over", async () => {
    const route = await world.route("breaks", [{ providerId: unreachable.id }], {
      breaker: { failures: 2, windowMs: 10_000, openMs: 1_000 },
    });
    for (let n = 0; n < 2; n++) await expect(chat("breaks", "x")).rejects.toMatchObject({ status: 502 });
    const shut = await chat("breaks", "x").catch((error) => error);
    expect(shut).toMatchObject({ status: 503, code: "targets_closed" });
    expect(Number(shut.headers.get("retry-after"))).toBe(1);
    const health = (await (await fetch(`${world.url}/health`)).json()) as { llm: { targetsClosed: number } };
    expect(health.llm.targetsClosed).toBe(1);
    // For the pages of routes and providers.
    const open = Object.entries(await world.redis.hgetall(openBreakersKey(route.id)));
    expect(open.map(([field]) => field.split(":")[1])).toEqual([route.targets[0]?.id]);
    expect(openBreaker.parse(JSON.parse(open[0]?.[1] ?? ""))).toMatchObject({
      errorClass: "connection",
      failures: 2,
    });
    await eventually(async () => {
      const minutes = [0, 60_000].map((ago) => providerHealthKey(new Date(Date.now() - ago)));
      const noted = await Promise.all(minutes.map((key) => world.redis.hgetall(key)));
      const field = providerHealthField(unreachable.id, "connection");
      expect(Math.max(...noted.map((one) => Number(one[field] ?? 0)))).toBeGreaterThanOrEqual(2);
    });
    await eventually(async () => {
      await expect(chat("breaks", "x")).rejects.toMatchObject({ status: 502 });
    });
  });
});

describe("a caller that goes away", () => {
  it("takes the provider's answer along, and what came is recorded as an estimate", async () => {
    await world.route("left", [{ providerId: good.id }]);
    const before = world.demo.abandoned();
    const stream = await openai.chat.completions.create({
      model: "left",
      messages: say("[[demo: chunk=20 length=400]] go on and on"),
      stream: true,
    });
    let pieces = 0;
    for await (const _chunk of stream) if (++pieces === 4) stream.controller.abort();
    await eventually(async () => expect(world.demo.abandoned()).toBe(before + 1));
    const [call] = await world.recorded("left", 1);
    expect(call).toMatchObject({ status: "error", error_type: "aborted", estimated: 1 });
    expect(call?.output_text.length).toBeGreaterThan(0);
    const slow = new AbortController();
    const pending = openai.chat.completions.create(
      { model: "left", messages: say("[[demo: hang]] nothing") },
      { signal: slow.signal },
    );
    await eventually(async () => expect(askedOf("nothing")).toBe(1));
    slow.abort();
    await expect(pending).rejects.toThrow();
    await eventually(async () => expect(world.demo.abandoned()).toBe(before + 2));
  });
});
