import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

const unique = Date.now().toString(36);
const service = `helpdesk-${unique}`;
const session = `talk-${unique}`;
const user = `ada-${unique}@example.com`;
const traceId = randomBytes(16).toString("hex");
const id = () => randomBytes(8).toString("hex");

type Value = string | number | string[];
const attributes = (values: Record<string, Value>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === "number"
        ? { intValue: String(value) }
        : Array.isArray(value)
          ? { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } }
          : { stringValue: value },
  }));

const said = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });

/** An agent that asks a model, looks an order up, and asks again: as an SDK with the current conventions sends it. */
async function sendTrace(): Promise<void> {
  const { gatewayUrl, keys } = inject("stack");
  const startMs = Date.now() - 5_000;
  const agent = id();
  const span = (
    name: string,
    atMs: number,
    tookMs: number,
    values: Record<string, Value>,
    spanId = id(),
  ) => ({
    traceId,
    spanId,
    ...(spanId === agent ? {} : { parentSpanId: agent }),
    name,
    kind: 3,
    startTimeUnixNano: `${startMs + atMs}000000`,
    endTimeUnixNano: `${startMs + atMs + tookMs}000000`,
    attributes: attributes(values),
  });
  const model = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.response.model": "gpt-4o-mini",
  };
  const question = said("user", "Where is my order 1234?");
  const spans = [
    span(
      "invoke_agent helper",
      0,
      2_000,
      {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "helper",
        "session.id": session,
        "user.id": user,
      },
      agent,
    ),
    span("chat gpt-4o-mini", 10, 700, {
      ...model,
      "gen_ai.usage.input_tokens": 1_000,
      "gen_ai.usage.output_tokens": 100,
      "gen_ai.response.id": `chatcmpl-${id()}`,
      "gen_ai.response.finish_reasons": ["tool_calls"],
      "gen_ai.input.messages": JSON.stringify([question]),
      "gen_ai.output.messages": JSON.stringify([
        {
          role: "assistant",
          parts: [{ type: "tool_call", id: "1", name: "find_order", arguments: { number: 1234 } }],
        },
      ]),
    }),
    span("execute_tool find_order", 720, 200, {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "find_order",
      "gen_ai.tool.call.id": "1",
    }),
    span("chat gpt-4o-mini", 950, 900, {
      ...model,
      "gen_ai.usage.input_tokens": 2_000,
      "gen_ai.usage.output_tokens": 200,
      "gen_ai.response.id": `chatcmpl-${id()}`,
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.input.messages": JSON.stringify([question, said("tool", "on its way")]),
      "gen_ai.output.messages": JSON.stringify([said("assistant", "It arrives tomorrow before noon.")]),
    }),
  ];
  const answer = await fetch(`${gatewayUrl}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${keys.ingest}` },
    body: JSON.stringify({
      resourceSpans: [
        { resource: { attributes: attributes({ "service.name": service }) }, scopeSpans: [{ spans }] },
      ],
    }),
  });
  expect(answer.status).toBe(200);
}

beforeAll(sendTrace, 30_000);
afterAll(closeBrowser);

const listOf = (q: string) => `/llm-traces?q=${encodeURIComponent(q)}`;

describe("what models were asked", () => {
  it("is found by words and figures, and opened as tree, chat and graph with its exact cost", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto(listOf(`service:${service} tokens>500 "tomorrow"`));
    await page.getByRole("heading", { name: "LLM traces", level: 1 }).waitFor();
    // 3,000 tokens read at 0.15 and 300 written at 0.60 USD a million.
    await page.getByText(/1 call cost|calls cost/).waitFor();
    await expectAccessible(page);
    await page
      .getByRole("table", { name: "Traces" })
      .getByRole("link", { name: /helper/ })
      .click();
    await page.getByRole("heading", { name: /helper/, level: 1 }).waitFor();
    await page.getByText(/2 model calls in .*: it cost .*0\.00063/).waitFor();
    await expectAccessible(page);

    const tree = page.getByRole("tree", { name: "Spans" });
    expect(await tree.getByRole("treeitem").count()).toBe(4);
    await tree
      .getByRole("treeitem", { name: /chat gpt-4o-mini/ })
      .last()
      .click();
    const panel = page.getByRole("complementary").filter({ hasText: "Span id" });
    await panel
      .getByRole("region", { name: "Answered" })
      .getByText("It arrives tomorrow before noon.")
      .waitFor();
    await panel.getByRole("cell", { name: "2,000" }).waitFor();
    await expectAccessible(page);
    await panel.getByRole("radio", { name: "Raw" }).click();
    await panel.getByText("gen_ai.usage.input_tokens").waitFor();

    // Kept as an example.
    await panel.getByRole("button", { name: "Add to dataset" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Dataset", { exact: true }).selectOption({ label: "A new dataset" });
    await dialog.getByLabel("Name").fill(`orders ${unique}`);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await dialog.waitFor({ state: "detached" });

    await page.keyboard.press("Escape");
    await page.getByRole("radio", { name: "Agent graph" }).click();
    await page.getByText("find_order").first().waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
  }, 180_000);

  it("is scored by hand, found by the score, and taken back", async () => {
    const { page, faults } = await visitAsOwner({ theme: "dark" });
    await page.goto(`/llm-traces/${traceId}`);
    await page.getByRole("heading", { name: /helper/, level: 1 }).waitFor();
    await page.getByRole("button", { name: "Add score" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(`tone-${unique}`);
    await dialog.getByLabel("Value").fill("0.25");
    await dialog.getByLabel("Comment").fill("Rather curt");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Save score" }).click();
    await page.getByText("Rather curt").waitFor();
    await expectAccessible(page);
    await page.goto(listOf(`score.tone-${unique}<0.5`));
    await page
      .getByRole("table", { name: "Traces" })
      .getByRole("link", { name: /helper/ })
      .waitFor();
    await page.goto(`/llm-traces/${traceId}`);
    await page.getByRole("button", { name: /^Take back tone/ }).click();
    await page.getByText("Rather curt").waitFor({ state: "detached" });
    expect(faults).toEqual([]);
  }, 120_000);

  it("is gathered by conversation and by user", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto(`/llm-traces?view=sessions&q=${encodeURIComponent(`service:${service}`)}`);
    await page.getByRole("table", { name: "Sessions" }).getByRole("link", { name: session }).waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Users" }).click();
    await page.getByRole("table", { name: "Users" }).getByRole("link", { name: user }).click();
    await page
      .getByRole("table", { name: "Traces" })
      .getByRole("link", { name: /helper/ })
      .waitFor();
    expect(faults).toEqual([]);
  }, 120_000);

  it("is told as one conversation: each message once, tools folded, with the way to its trace", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto(`/llm-traces?view=sessions&q=${encodeURIComponent(`service:${service}`)}`);
    await page.getByRole("table", { name: "Sessions" }).getByRole("link", { name: session }).click();
    await page.getByRole("heading", { level: 1, name: session }).waitFor();
    await page.getByText("It arrives tomorrow before noon.").waitFor();
    expect(await page.getByText("Where is my order 1234?").count()).toBe(1);
    const call = page.getByRole("group").filter({ hasText: "find_order" }).locator("pre").first();
    expect(await call.isVisible()).toBe(false);
    await page.getByText("called with").click();
    await call.waitFor();
    await expectAccessible(page);
    const tabs = page.getByRole("navigation", { name: "Session", exact: true });
    await tabs.getByRole("link", { name: "Traces" }).click();
    await page.getByRole("table", { name: "Traces of the session" }).getByRole("row").nth(1).waitFor();
    await tabs.getByRole("link", { name: "Conversation" }).click();
    await page.getByRole("link", { name: /^Turn 1/ }).click();
    await page.waitForURL(new RegExp(`/llm-traces/${traceId}`));
    expect(faults).toEqual([]);
  }, 120_000);

  it("fits a phone, in the dark too", async () => {
    const { page, faults } = await visitAsOwner({ width: 390, theme: "dark" });
    for (const path of [
      listOf(`service:${service}`),
      `/llm-traces/${traceId}`,
      `/llm-traces/sessions/${session}`,
    ]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
  }, 120_000);
});
