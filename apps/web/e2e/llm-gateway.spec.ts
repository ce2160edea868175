import { type DemonstrationProvider, startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import OpenAI, { APIError } from "openai";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

const unique = Date.now().toString(36);
const names = {
  provider: `Demo ${unique}`,
  route: `chat-${unique}`,
  model: `house-model-${unique}`,
  key: `checkout-${unique}`,
  team: `team-${unique}`,
};
/** A provider that cannot be reached is refused with 400, which the browser notes by itself. */
const unexpected = (faults: readonly string[]) =>
  faults.filter((fault) => !fault.includes("the server responded with a status of 400"));
/** Records go out in batches and are read back from the store; a busy machine takes its time. */
const soon = { timeout: 60_000 };

let provider: DemonstrationProvider;
beforeAll(async () => {
  provider = await startDemonstrationProvider();
});
afterAll(async () => {
  await closeBrowser();
  await provider.close();
});

const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 });
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true });
/** A press before the page has come to life is lost on a slow machine: presses until the dialog is there. */
async function opened(page: Page, name: string): Promise<Locator> {
  const dialog = page.getByRole("dialog");
  await expect
    .poll(
      async () => {
        if ((await dialog.count()) === 0) await button(page, name).first().click();
        return dialog
          .waitFor({ timeout: 5_000 })
          .then(() => true)
          .catch(() => false);
      },
      { timeout: soon.timeout, interval: 200 },
    )
    .toBe(true);
  return dialog;
}
const dialogGone = (page: Page) => page.getByRole("dialog").waitFor({ state: "detached" });

/** Asks again until the page shows it: what was called a moment ago is on its way to the store. */
async function untilShown(page: Page, text: string | RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.reload();
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        return page
          .getByText(text)
          .first()
          .waitFor({ timeout: 4_000 })
          .then(() => true)
          .catch(() => false);
      },
      { timeout: soon.timeout, interval: 500 },
    )
    .toBe(true);
}

describe("the gateway for language models", () => {
  const addresses: string[] = ["/llm", "/llm?view=providers", "/llm?view=keys", "/llm?view=prices"];
  let key = "";

  it("gets a provider, a route and a key, and answers a program", async () => {
    const { page, faults } = await visitAsOwner();

    // Who answers: tried out before it is saved, and called what it is.
    await page.goto("/llm?view=providers");
    const dialog = await opened(page, "Add provider");
    await dialog.getByLabel("Kind").selectOption("demonstration");
    await dialog.getByLabel(/^Name(?! in)/).fill(names.provider);
    await dialog.getByLabel("Base URL").fill("http://127.0.0.1:9/v1");
    await dialog.getByLabel("Key", { exact: true }).fill("a-key-for-demonstrations");
    await inDialog(page, "Test and save").click();
    await dialog.getByText("Save it although the test fails").waitFor(soon);
    await expectAccessible(page);
    await dialog.getByLabel("Base URL").fill(provider.openaiUrl);
    await inDialog(page, "Test and save").click();
    await heading(page, names.provider).waitFor(soon);
    await page.getByText("Demonstration provider").first().waitFor();
    await page.getByText("demo-small").first().waitFor();
    await expectAccessible(page);
    addresses.push(new URL(page.url()).pathname);

    // A model name for programs: two share the traffic, one more is asked when they fail.
    await page.goto("/llm/routes/new");
    // Its place is named once the page has come to life; what is typed before is lost.
    await page
      .getByRole("navigation", { name: /Breadcrumb/i })
      .getByText("New route")
      .waitFor(soon);
    await page.getByLabel(/^Name/).fill(names.route);
    const target = (name: string) => page.getByRole("group", { name, exact: true });
    const fill = async (name: string, model: string) => {
      await target(name)
        .getByLabel("Provider")
        .selectOption({ label: `${names.provider} (demonstration provider)` });
      await target(name).getByLabel("Model").fill(model);
    };
    await fill("Target 1", names.model);
    await button(page, "Share with another target").click();
    await fill("Target 2", names.model);
    await target("Target 2").getByLabel("Share").fill("60");
    await page.getByText("Shares must add up to 100 %; these make 110 %").waitFor();
    expect(await button(page, "Create route").getAttribute("aria-disabled")).toBe("true");
    await target("Target 1").getByLabel("Share").fill("40");
    await button(page, "Add a fallback").click();
    await fill("Fallback 1", "missing-model");
    await button(page, "Add a fallback").click();
    await fill("Fallback 2", names.model);
    await button(page, "Move Fallback 2 up").press("Enter");
    expect(await target("Fallback 1").getByLabel("Model").inputValue()).toBe(names.model);
    await button(page, "Add a check of requests").click();
    await page.getByRole("menuitem", { name: "Personal data and secrets" }).click();
    await expectAccessible(page);
    await button(page, "Create route").click();
    await heading(page, names.route).waitFor(soon);
    const routePage = new URL(page.url()).pathname;
    addresses.push(routePage, `${routePage}/edit`);

    // Tried from its page: what stands in the question is masked before the provider sees it.
    await page.getByLabel("Message").fill("My address is ada@example.com and so on");
    await button(page, "Ask").click();
    await page.getByTestId("answer").getByText("[EMAIL_1]").waitFor(soon);
    await page.getByText(/first token .* tokens in/).waitFor(soon);
    expect(JSON.stringify(provider.received)).not.toContain("ada@example.com");
    await expectAccessible(page);

    // A key for a program, with a limit; shown this once.
    await page.goto("/llm?view=keys");
    await (await opened(page, "New team")).getByLabel("Name").fill(names.team);
    await page.getByRole("dialog").getByLabel("Spend a month").fill("100");
    await expectAccessible(page);
    await inDialog(page, "Make team").click();
    await dialogGone(page);
    await (await opened(page, "New key")).getByLabel("Name").fill(names.key);
    await page.getByRole("dialog").getByLabel("Team").selectOption({ label: names.team });
    await page.getByRole("dialog").getByLabel("Spend a day").fill("0.5");
    await page.getByRole("radio", { name: "Only these" }).click();
    await page.getByRole("dialog").getByRole("checkbox", { name: names.route }).click();
    await expectAccessible(page);
    await inDialog(page, "Make key").click();
    const secret = page.getByRole("region", { name: "virtual key", exact: true });
    await secret.waitFor(soon);
    key = ((await secret.textContent()) ?? "").trim();
    expect(key).toMatch(/^tri_/);
    await expectAccessible(page);
    await button(page, "I have stored it").click();
    await page.getByRole("link", { name: names.key }).click();
    await heading(page, names.key).waitFor();
    addresses.push(new URL(page.url()).pathname);
    expect(await page.content()).not.toContain(key);

    // The program's own client, another base URL.
    const answer = await called(3);
    expect(answer).toContain("blue whale");
    await page.goto(routePage);
    await untilShown(page, /[3-9] calls in this range/);
    await page.getByText("no price").first().waitFor();
    await expectAccessible(page);
    expect(unexpected(faults)).toEqual([]);
  }, 300_000);

  /** Calls with the real client, as a program would. */
  async function called(times: number): Promise<string> {
    const client = new OpenAI({ baseURL: `${inject("stack").gatewayUrl}/v1`, apiKey: key, maxRetries: 0 });
    let text = "";
    for (let count = 0; count < times; count++) {
      const { choices } = await client.chat.completions.create({
        model: names.route,
        max_tokens: 20,
        messages: [{ role: "user", content: `Repeat: blue whale ${count}` }],
      });
      text = choices[0]?.message.content ?? "";
    }
    return text;
  }

  it("counts what had no price once one is stated, and refuses what is over a limit", async () => {
    const { page, faults } = await visitAsOwner();

    // Unknown is not zero: it stands first until somebody states a price.
    await page.goto("/llm?view=prices");
    await untilShown(page, /without a price: .* not counted/);
    const unpriced = page
      .getByRole("region", { name: /Models without a price/ })
      .or(page.getByText("Without a price").locator("xpath=ancestor::section"));
    const row = unpriced.first().getByRole("row").filter({ hasText: names.model });
    await row.getByRole("button", { name: "Add price" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Now:").waitFor(soon);
    await dialog.getByLabel("Input", { exact: true }).fill("2000");
    await dialog.getByLabel("Output", { exact: true }).fill("4000");
    await expectAccessible(page);
    await inDialog(page, "Save price").click();

    // It begins before the first call, so the past is offered at once.
    await page.getByRole("dialog", { name: "Reprice the past" }).waitFor(soon);
    await expectAccessible(page);
    await inDialog(page, "Reprice").click();
    await page
      .getByText(/calls changed: \$0/)
      .first()
      .waitFor(soon);
    await expectAccessible(page);

    await page.goto(addresses.find((one) => one.startsWith("/llm/routes/")) ?? "/llm");
    await untilShown(page, /calls in this range, .*\$0\.\d/);

    // From now on its calls cost, and the key has half a dollar a day.
    let refused: unknown = null;
    for (let count = 0; count < 60 && refused === null; count++)
      await called(1).catch((error: unknown) => {
        refused = error;
      });
    expect(refused).toBeInstanceOf(APIError);
    const fault = refused as APIError;
    expect(fault.status).toBe(429);
    expect(fault.message).toMatch(/day|spend/i);
    expect(fault.headers?.get("retry-after")).toBeTruthy();
    await page.goto(addresses.find((one) => one.startsWith("/llm/keys/")) ?? "/llm");
    await untilShown(page, /of \$0\.50 today|of \$0\.5 today/);
    // Off whatever it rests upon: its hint would be open.
    await page.mouse.move(0, 0);
    await expectAccessible(page);

    // What was changed stands in the form; the key can be ended.
    await button(page, "Change limits").click();
    expect(await page.getByRole("dialog").getByLabel("Spend a day").inputValue()).toBe("0.5");
    await inDialog(page, "Cancel").click();
    expect(faults).toEqual([]);
  }, 300_000);

  it.each([
    { width: 1440, theme: "dark" },
    { width: 390, theme: "light" },
  ] as const)(
    "has pages that axe finds nothing on, at $width px in $theme",
    async ({ width, theme }) => {
      const { page, faults } = await visitAsOwner({ width, theme });
      for (const address of [...addresses, "/llm/routes/new"]) {
        await page.goto(address);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.waitForLoadState("load");
        await expectAccessible(page);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(sideways, `${address} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
    },
    240_000,
  );
});
