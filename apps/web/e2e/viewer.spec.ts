import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, visit, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

describe("a viewer", () => {
  it("joins by invitation, sees everything, and changes nothing", async () => {
    const owner = await visitAsOwner();
    await owner.page.goto("/incidents");
    await owner.page.getByRole("button", { name: "Declare incident" }).first().click();
    await owner.page.getByLabel(/What is wrong/).fill("Printer on fire");
    await owner.page.getByRole("dialog").getByRole("button", { name: "Declare incident" }).click();
    await owner.page.getByRole("heading", { name: /Printer on fire/, level: 1 }).waitFor();
    const incidentUrl = owner.page.url();

    await owner.page.goto("/settings/members");
    await owner.page.getByRole("button", { name: "Invite" }).click();
    await owner.page.getByLabel(/E-mail address/).fill("viewer@example.com");
    await owner.page.getByLabel("Role", { exact: true }).selectOption("viewer");
    await owner.page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
    const dialog = owner.page.getByRole("dialog", { name: /is invited/ });
    const url = ((await dialog.locator("pre, code").first().textContent()) ?? "").trim();

    const { page, context } = await visit();
    await page.goto(url);
    await page.getByLabel("Your name").fill("Vera Viewer");
    await page.getByLabel("Password").fill("a long enough password");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();

    await page.goto(incidentUrl);
    const acknowledge = page.getByRole("button", { name: "Acknowledge" });
    await acknowledge.waitFor();
    expect(await acknowledge.getAttribute("aria-disabled")).toBe("true");

    const id = new URL(incidentUrl).pathname.split("/").at(-1);
    const answer = await context.request.post(`/api/v1/incidents/${id}/acknowledge`, {
      headers: { origin: new URL(page.url()).origin },
    });
    expect(answer.status()).toBe(403);

    await owner.page.goto("/settings/members");
    await owner.page.getByRole("button", { name: "Actions on Vera Viewer" }).click();
    await owner.page.getByRole("menuitem", { name: /Remove/ }).click();
    await owner.page.getByRole("button", { name: "Remove", exact: true }).click();
    await owner.page.getByText("Vera Viewer was removed").waitFor();
    expect((await context.request.get("/api/v1/incidents")).status()).toBe(401);
  });
});
