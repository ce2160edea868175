import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

const service = `journey-shop-${Date.now()}`;

/** As a deploy script reports it. */
const report = (body: object): Promise<Response> => {
  const { gatewayUrl, keys } = inject("stack");
  return fetch(`${gatewayUrl}/webhooks/changes`, {
    method: "POST",
    headers: { authorization: `Bearer ${keys.ingest}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
};

describe("what was changed", () => {
  it("a reported deploy comes to the open page, is found by service, and shows before and after", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/changes");
    await page.getByRole("heading", { name: "Changes", level: 1 }).waitFor();

    const title = `${service} 1.4.3 deployed`;
    const answer = await report({ kind: "deploy", service, title, before: "1.4.2", after: "1.4.3" });
    expect(answer.status).toBe(202);
    // The page is left alone: the change comes to it.
    const row = page.getByRole("button", { name: new RegExp(title) });
    await row.waitFor();
    await page.getByRole("heading", { name: /^Today/ }).waitFor();
    await expectAccessible(page);

    await page.goto(`/changes?service=${service}`);
    await row.click();
    const drawer = page.getByRole("complementary", { name: title });
    await drawer.getByText("1.4.2").waitFor();
    await drawer.getByText("1.4.3").first().waitFor();
    await drawer.getByRole("link", { name: "Metrics around then" }).waitFor();
    await expectAccessible(page);
    expect(faults.filter((fault) => !/404/.test(fault))).toEqual([]);
  });

  it("one recorded by hand is there at once, and can be taken back", async () => {
    const { page } = await visitAsOwner();
    await page.goto("/changes");
    await page.getByRole("button", { name: "Record a change" }).first().click();
    const title = `Turned a switch for ${service}`;
    await page.getByLabel(/^What was changed/).fill(title);
    await page.getByLabel("Kind").last().selectOption("flag");
    await page.getByRole("button", { name: "Record change" }).click();
    const drawer = page.getByRole("complementary", { name: title });
    await drawer.getByText("Recorded by hand").waitFor();
    await drawer.getByRole("button", { name: "Delete" }).click();
    await drawer.waitFor({ state: "detached" });
    const listed = page.getByRole("button", { name: new RegExp(title) });
    await expect.poll(() => listed.count(), { timeout: 10_000 }).toBe(0);
  });

  it("what Triops itself does is among them", async () => {
    const { page } = await visitAsOwner();
    await page.goto("/changes?source=triops&search=Monitor");
    await page
      .getByRole("button", { name: /^Monitor “/ })
      .first()
      .waitFor({ timeout: 30_000 });
  });
});
