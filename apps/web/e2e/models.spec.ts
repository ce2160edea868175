import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visit, visitAsOwner } from "./browser.ts";
import { ask, columns, registerVersion } from "./mlflow-client.ts";

const unique = Date.now().toString(36);
const model = `prices-${unique}`;
const deployment = `serve-${unique}`;
const weights = [0.5, 1.5, 0.02];
/** Guards look every ten seconds, and a busy machine takes its time. */
const soon = { timeout: 120_000 };

beforeAll(async () => {
  await registerVersion(inject("stack"), model, { weights, offset: 0, metrics: { rmse: 1, r2: 0.8 } });
}, 60_000);
afterAll(closeBrowser);

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, level: 1 });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true });
const isBlocked = async (page: Page, name: string) =>
  (await button(page, name).getAttribute("aria-disabled")) === "true";

/** A second member, who may decide what the owner asks for. */
async function joinedEditor(owner: Page): Promise<Page> {
  await owner.goto("/settings/members");
  await owner.getByRole("button", { name: "Invite" }).click();
  await owner.getByLabel(/E-mail address/).fill(`editor-${unique}@example.com`);
  await owner.getByLabel("Role", { exact: true }).selectOption("editor");
  await inDialog(owner, "Invite").click();
  const dialog = owner.getByRole("dialog", { name: /is invited/ });
  const url = ((await dialog.locator("pre, code").first().textContent()) ?? "").trim();
  const { page, context } = await visit();
  await context.addCookies([{ name: "triops-welcomed", value: "yes", url: inject("stack").webUrl }]);
  await page.goto(url);
  await page.getByLabel("Your name").fill("Edith Editor");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Join" }).click();
  await heading(page, "Overview").waitFor();
  return page;
}

/** Asks for a version to become champion; gives the address of the request. */
async function requestPromotion(page: Page, version: number, reason: string): Promise<string> {
  await page.goto(`/models/${model}/versions/${version}`);
  await button(page, "Request promotion").click();
  await page.getByRole("dialog").getByLabel("Why").fill(reason);
  await inDialog(page, "Request promotion").click();
  await heading(page, `Make ${model} version ${version} champion`).waitFor();
  return new URL(page.url()).pathname;
}

async function approve(page: Page, address: string, note: string): Promise<void> {
  await page.goto(address);
  // Its checks run first, an inference among them.
  await page.getByText("Waits for approval").waitFor(soon);
  await button(page, "Approve").click();
  await page.getByRole("dialog").getByLabel("Note").fill(note);
  await inDialog(page, "Approve promotion").click();
  await page.getByText("Approved", { exact: true }).first().waitFor();
}

/** Asks the deployment as programs do, until the canary has given so many answers. */
async function predictUntilCanary(answers: number): Promise<void> {
  const { gatewayUrl, apiKey } = inject("stack");
  let byCanary = 0;
  for (let at = 0; byCanary < answers; at++) {
    const row = [3 + (at % 5), 2 + (at % 7), at % 40];
    const answer = await fetch(`${gatewayUrl}/deployments/${deployment}/invocations`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ dataframe_split: { columns, data: [row] } }),
    });
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    if (answer.headers.get("x-triops-variant") === "canary") byCanary += 1;
  }
}

describe("a version on its way to production", () => {
  it("is refused for a worse metric, and approved by a second member for a better one", async () => {
    const { page, faults } = await visitAsOwner();

    // Registered by MLflow's calls: it is there, with its signature and where it came from.
    await page.goto(`/models?search=${model}`);
    await page.getByRole("link", { name: model }).click();
    await heading(page, model).waitFor();
    await button(page, "Change rules").click();
    await page.getByRole("radio", { name: "Rules of its own" }).click();
    await page.getByLabel("Metric to beat the champion on").fill("rmse");
    await page.getByRole("radio", { name: "Lower is better" }).click();
    await expectAccessible(page);
    await inDialog(page, "Save rules").click();
    await page.getByText("rmse at least as good as the champion's").waitFor();
    await expectAccessible(page);
    await page.goto(`/models/${model}/versions/1`);
    await page.getByRole("region", { name: "Metrics of this version" }).getByText("rmse").waitFor();
    await page.getByText("income", { exact: true }).first().waitFor();
    await page.getByText("Training run").first().waitFor();
    await expectAccessible(page);

    // Not by its own requester, not through MLflow's client; by a second member.
    const first = await requestPromotion(page, 1, "The first one");
    await page.getByText("Waits for approval").waitFor(soon);
    await page.getByText("Your own request: somebody else must approve it").first().waitFor();
    expect(await isBlocked(page, "Approve")).toBe(true);
    await expectAccessible(page);
    const alias = (version: number) =>
      ask(
        inject("stack"),
        "POST",
        "/api/2.0/mlflow/registered-models/alias",
        JSON.stringify({ name: model, alias: "champion", version: String(version) }),
      );
    const refused = await alias(1);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error_code: "PERMISSION_DENIED" });
    const editor = await joinedEditor(page);
    await approve(editor, first, "Looks right");

    // A worse one does not get through its checks.
    await registerVersion(inject("stack"), model, { weights, offset: 0, metrics: { rmse: 1.5, r2: 0.6 } });
    await requestPromotion(page, 2, "Trained on less");
    await page.getByText("A check failed").first().waitFor(soon);
    await page.getByText("A check did not pass").first().waitFor();
    await editor.goto(new URL(page.url()).pathname);
    await editor.getByText("A check failed").first().waitFor();
    expect(await isBlocked(editor, "Approve")).toBe(true);

    // A better one does, though it answers quite differently.
    await registerVersion(inject("stack"), model, { weights, offset: 60, metrics: { rmse: 0.5, r2: 0.9 } });
    const third = await requestPromotion(page, 3, "Half the error");
    await approve(editor, third, "Better on every count");
    await page.goto(`/models/${model}`);
    await page.getByText("Champion is version 3, the latest.").waitFor();
    await page.goto("/promotions?state=approved");
    await page.getByRole("link", { name: `Make ${model} version 3 champion` }).waitFor();
    await expectAccessible(page);

    // What holds for every other model is the owner's to change, on the same page.
    await button(page, "Workspace rules").click();
    await page.getByRole("dialog").getByLabel("A request expires after").fill("96");
    await expectAccessible(page);
    await inDialog(page, "Save rules").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await button(page, "Workspace rules").click();
    expect(await page.getByRole("dialog").getByLabel("A request expires after").inputValue()).toBe("96");
    await inDialog(page, "Cancel").click();
    expect(faults).toEqual([]);
  }, 240_000);

  it("is rolled out as a canary, and taken back by a guard", async () => {
    const { page, faults } = await visitAsOwner();

    // Served: the old one first, tried out from its page.
    await page.goto("/deployments");
    await button(page, "New deployment").click();
    await page.getByRole("dialog").getByLabel("Name").fill(deployment);
    await chooseVersion(page, "Version 1");
    await expectAccessible(page);
    await inDialog(page, "Deploy").click();
    await heading(page, deployment).waitFor();
    await page.getByRole("link", { name: "Try it" }).click();
    await button(page, "Fill in the input example").click();
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("version 1 answered").waitFor(soon);
    await expectAccessible(page);

    // The champion of the registry as a canary: its answers give it away, and it takes itself back.
    await page
      .getByRole("navigation", { name: "Views of the deployment" })
      .getByRole("link", { name: "Overview" })
      .click();
    await button(page, "Add version").click();
    await chooseVersion(page, "Follow champion (version 3 now)");
    await page.getByRole("dialog").getByLabel("Steps").fill("50, 100");
    await page.getByRole("dialog").getByLabel("Samples at least").fill("20");
    await expectAccessible(page);
    await inDialog(page, "Start rollout").click();
    await page.getByText("Rolling out").first().waitFor();
    await page.getByRole("list", { name: "Steps" }).waitFor();
    await expectAccessible(page);
    await predictUntilCanary(80);
    await page.getByText("Rolled back", { exact: true }).first().waitFor(soon);
    await page
      .getByText(new RegExp(`${model} v1 answers everything again`))
      .first()
      .waitFor();
    await expectAccessible(page);

    // What was asked and answered is there, by variant.
    await page.goto(`${new URL(page.url()).pathname}?view=predictions&role=canary`);
    const rows = page.getByRole("table", { name: "Predictions" }).getByRole("row");
    await rows.nth(1).click();
    await page.getByRole("complementary").getByText("Ground truth").waitFor();
    await expectAccessible(page);

    // And everybody hears of it.
    await page.goto("/changes");
    await page.getByText(new RegExp(deployment)).first().waitFor(soon);
    await page.goto("/settings/audit");
    await page
      .getByText(/promotions|rollouts|deployments/)
      .first()
      .waitFor();
    await page.goto("/alerts");
    await page.getByText(new RegExp(deployment)).first().waitFor(soon);
    expect(faults).toEqual([]);
  }, 300_000);
});

/** In a dialog that adds a variant: the model by its name, then one of its versions or aliases. */
async function chooseVersion(page: Page, label: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Model/).fill(model);
  await dialog.getByLabel(/^Version/).selectOption({ label });
}

describe.each([
  { width: 1440, theme: "dark" },
  { width: 390, theme: "light" },
] as const)("the pages of models at $width px in $theme", ({ width, theme }) => {
  it("open without an error, and axe finds nothing", async () => {
    const { page, faults } = await visitAsOwner({ width, theme });
    for (const path of [
      "/models",
      "/models?view=webhooks",
      `/models/${model}`,
      `/models/${model}?view=card`,
      `/models/${model}/versions/1`,
      "/promotions",
      "/promotions?state=all",
      "/deployments",
    ]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("load");
      await expectAccessible(page);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
  }, 180_000);
});
