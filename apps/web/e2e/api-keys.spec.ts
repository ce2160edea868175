import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, visitAsOwner } from "./browser.ts";
import { sendGauge } from "./otlp.ts";

afterAll(closeBrowser);

const point = () => [{ atMs: Date.now(), value: 1 }];

describe("an API key", () => {
  it("is made in the browser, opens its scope and no other, shows its use, and ends when revoked", async () => {
    const { page } = await visitAsOwner();
    await page.goto("/settings/api-keys");
    await page.getByRole("button", { name: "New key" }).first().click();
    await page.getByLabel(/^Name/).fill("Journey sender");
    await page.getByRole("button", { name: "Make key" }).click();
    const dialog = page.getByRole("dialog", { name: /Journey sender/ });
    const key = ((await dialog.locator("pre, code").first().textContent()) ?? "").trim();
    expect(key).toMatch(/^tri_[0-9A-Za-z]{8}_/);
    await dialog.getByRole("button", { name: "I have stored it" }).click();

    await expect.poll(() => sendGauge("journey.keys", point(), {}, key), { timeout: 10_000 }).toBe(200);
    const read = await fetch(`${inject("stack").webUrl}/api/v1/incidents`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(read.status).toBe(403);

    await expect
      .poll(
        async () => {
          await page.reload();
          return page.getByRole("row").filter({ hasText: "Journey sender" }).textContent();
        },
        { timeout: 90_000, interval: 5_000 },
      )
      .not.toContain("never");

    await page.getByRole("button", { name: "Actions on Journey sender" }).click();
    await page.getByRole("menuitem", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke key" }).click();
    await page.getByText("Key revoked").waitFor();
    await expect.poll(() => sendGauge("journey.keys", point(), {}, key), { timeout: 15_000 }).toBe(401);
  });
});
