import type { DemonstrationProvider } from "@triops/testing/llm-provider/server";
import OpenAI from "openai";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visit, visitAsOwner } from "./browser.ts";
import { startDemonstrationRoute } from "./demonstration-route.ts";

const unique = Date.now().toString(36);
const route = `support-${unique}`;
const prompt = `shop-${unique}/reply`;
const address = `/prompts/${encodeURIComponent(prompt)}`;
const question = "Summarize: My parcel is late. It was a present.";
/** Records go out in batches and are read back from the store; a busy machine takes its time. */
const soon = { timeout: 60_000 };

let provider: DemonstrationProvider;
beforeAll(async () => {
  provider = await startDemonstrationRoute(route);
}, 60_000);
afterAll(async () => {
  await closeBrowser();
  await provider.close();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, level: 1 });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true });
const field = (page: Page, label: string) => page.getByRole("textbox", { name: label, exact: true });

/** The version that answers a program which asks for the label, as the gateway tells it. */
async function versionCalled(): Promise<string | null> {
  const { gatewayUrl, apiKey } = inject("stack");
  const client = new OpenAI({ baseURL: `${gatewayUrl}/v1`, apiKey, maxRetries: 0 });
  const asked = { model: route, messages: [], prompt: { variables: { question } } };
  const headers = { "x-triops-prompt": `${prompt}@production`, "x-triops-service": "shop" };
  const { data, response } = await client.chat.completions.create(asked, { headers }).withResponse();
  expect(data.choices[0]?.message.content).toContain("My parcel is late");
  return response.headers.get("x-triops-prompt-version");
}

/** A second member, who may decide what the owner asks for. */
async function joinedEditor(owner: Page): Promise<Page> {
  await owner.goto("/settings/members");
  await owner.getByRole("button", { name: "Invite" }).click();
  await owner.getByLabel(/E-mail address/).fill(`approver-${unique}@example.com`);
  await owner.getByLabel("Role", { exact: true }).selectOption("editor");
  await inDialog(owner, "Invite").click();
  const dialog = owner.getByRole("dialog", { name: /is invited/ });
  const url = ((await dialog.locator("pre, code").first().textContent()) ?? "").trim();
  const { page, context } = await visit();
  await context.addCookies([{ name: "triops-welcomed", value: "yes", url: inject("stack").webUrl }]);
  await page.goto(url);
  await page.getByLabel("Your name").fill("Paula Approver");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Join" }).click();
  await heading(page, "Overview").waitFor();
  return page;
}

/** Opens the dialog that points a label at a version, from the list of versions. */
async function setLabel(page: Page, version: number): Promise<void> {
  await page.goto(`${address}?view=versions`);
  await button(page, `Actions on version ${version}`).click();
  await page.getByRole("menuitem", { name: "Set a label" }).click();
  await page.getByRole("dialog", { name: `Label version ${version}` }).waitFor();
  await page.getByRole("dialog").getByLabel("Why").waitFor();
}

describe("a prompt on its way to production", () => {
  const addresses = ["/prompts", address, `${address}?view=versions`, `${address}?view=usage`];
  addresses.push(`${address}?view=code`, `${address}?view=settings`, "/label-requests", "/playground");

  it("is written, typed, and called by its label", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/prompts");
    await button(page, "New prompt").click();
    const dialog = page.getByRole("dialog", { name: "New prompt" });
    await dialog.getByLabel("Name").fill(prompt);
    await field(page, "Message 1, system").fill("You answer in one sentence.");
    await field(page, "Message 2, user").fill("{{question}}");
    await expectAccessible(page);
    await inDialog(page, "Create prompt").click();
    await heading(page, prompt).waitFor(soon);
    await page.getByText("No version is in production yet.").waitFor();
    await page.getByLabel("Type of question").waitFor();
    await expectAccessible(page);

    // The label is protected; an owner may go past that, with a reason.
    await setLabel(page, 1);
    await page.getByText(/production is protected/).waitFor();
    await page.getByText("Move it now, without approval").click();
    await page.getByRole("dialog").getByLabel("Why").fill("The first one: nothing is in production yet");
    await expectAccessible(page);
    await inDialog(page, "Move without approval").click();
    await heading(page, `Make ${prompt} v1 production`).waitFor(soon);
    await page.getByText("Bypassed", { exact: true }).first().waitFor();
    await expect.poll(versionCalled, soon).toBe("1");
    expect(faults).toEqual([]);
  }, 300_000);

  it("is edited, and compared with the old version in the playground", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto(address);
    await field(page, "Message 1, system").fill("You answer in one sentence, kindly.");
    await button(page, "Commit").click();
    await page.getByRole("dialog").getByLabel("What changed").fill("Kinder");
    await page.getByRole("dialog").getByText("kindly").first().waitFor();
    await expectAccessible(page);
    await inDialog(page, "Commit version").click();
    await page.getByText("Production is v1; v2 is newer.").waitFor(soon);

    await page.goto(`${address}?view=versions`);
    await page.getByRole("list", { name: "Changes of the text" }).getByText("kindly").waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Run both in the playground" }).click();
    for (const letter of ["A", "B"]) {
      const column = page.getByRole("region", { name: `Column ${letter}`, exact: true });
      await column.getByRole("combobox", { name: `Column ${letter}, runs on` }).click();
      await page.getByRole("option", { name: route, exact: true }).click();
    }
    await page.getByLabel("question").fill(question);
    await page.getByLabel("question").press("Control+Enter");
    for (const letter of ["A", "B"]) {
      const answer = page.getByRole("region", { name: `Answer of column ${letter}` });
      await answer.getByText("My parcel is late").waitFor(soon);
      await answer.getByText("Tokens in").waitFor(soon);
      await answer.getByText(/^\$0\.0/).waitFor(soon);
    }
    await expectAccessible(page);

    // Kept under a name and an address of its own.
    await button(page, "Save session").click();
    await page.getByRole("dialog").getByLabel("Name").fill(`Tone ${unique}`);
    await inDialog(page, "Save session").click();
    await heading(page, `Tone ${unique}`).waitFor(soon);
    addresses.push(new URL(page.url()).pathname + new URL(page.url()).search);

    // A second row of values is run beside the first.
    await button(page, "Row").click();
    await page.getByLabel("question, row 2").fill("Summarize: The shoes are too small. I like red.");
    await button(page, "Run column B").click();
    await page
      .getByRole("region", { name: "Answer of column B, row 2" })
      .getByText("The shoes are too small")
      .waitFor(soon);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  }, 300_000);

  it("gets the protected label when a second member approves, and callers get it at once", async () => {
    const { page, faults } = await visitAsOwner();
    await setLabel(page, 2);
    await page.getByRole("dialog").getByLabel("Why").fill("Kinder, and as short");
    await inDialog(page, "Request label").click();
    await heading(page, `Make ${prompt} v2 production`).waitFor(soon);
    await page.getByText("Your own request: somebody else must approve it").first().waitFor();
    expect(await button(page, "Approve").getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("list", { name: "Changes of the text" }).getByText("kindly").waitFor();
    await expectAccessible(page);
    const request = new URL(page.url()).pathname;
    addresses.push(request);
    expect(await versionCalled()).toBe("1");

    const approver = await joinedEditor(page);
    await approver.goto("/label-requests");
    await approver.getByRole("link", { name: `Make ${prompt} v2 production` }).click();
    await button(approver, "Approve").click();
    await approver.getByRole("dialog").getByLabel("Note").fill("Reads well");
    await inDialog(approver, "Approve request").click();
    await approver.getByText("Approved", { exact: true }).first().waitFor(soon);
    await expect.poll(versionCalled, soon).toBe("2");

    // What changed, and when, stands on the chart of its calls.
    const shows = async (): Promise<boolean> => {
      await page.goto(`${address}?view=usage`);
      await heading(page, prompt).waitFor();
      const table = page.getByRole("table", { name: "How each version does" });
      await table.waitFor({ timeout: 4_000 }).catch(() => {});
      return /v1[\s\S]*v2|v2[\s\S]*v1/.test((await table.textContent().catch(() => "")) ?? "");
    };
    await expect.poll(shows, soon).toBe(true);
    await page
      .getByLabel(/production: v1 → v2|\d events/)
      .first()
      .waitFor(soon);
    await page.getByText("shop", { exact: true }).first().waitFor();
    await expectAccessible(page);
    await page.goto(`${address}?view=versions`);
    await page.getByText("production: v1 → v2").waitFor();
    expect(faults).toEqual([]);
  }, 300_000);

  it.each([
    { width: 1440, theme: "dark" },
    { width: 390, theme: "light" },
  ] as const)(
    "has pages that axe finds nothing on, at $width px in $theme",
    async ({ width, theme }) => {
      const { page, faults } = await visitAsOwner({ width, theme });
      for (const one of addresses) {
        await page.goto(one);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.waitForLoadState("load");
        await expectAccessible(page);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(sideways, `${one} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
    },
    300_000,
  );
});
