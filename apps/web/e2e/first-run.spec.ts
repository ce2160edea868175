import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, visit, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

describe("the first run", () => {
  it("sends a stranger to sign in, and back to the page they wanted", async () => {
    const { page } = await visit();
    await page.goto("/incidents?state=all");
    await page.waitForURL((url) => url.pathname === "/sign-in");
    const { email, password } = inject("stack");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Incidents" }).waitFor();
    expect(new URL(page.url()).search).toContain("state=all");
  });

  it("refuses a wrong password without saying which part was wrong", async () => {
    const { page } = await visit();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(inject("stack").email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
  });

  it("welcomes the owner once, with its own machine already watched", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/");
    await page.getByRole("heading", { name: /^Welcome to/ }).waitFor();
    await page.getByText("Triops already watches the machine it runs on.").waitFor({ timeout: 60_000 });
    await page.getByRole("link", { name: "Open the overview" }).click();
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    await page.goto("/");
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    expect(faults).toEqual([]);
  });

  it("shows the CPU of its own host, and the figure moves by itself", async () => {
    const { page } = await visitAsOwner();
    await page.goto("/metrics?metric=system_cpu_busy_ratio&groupBy=host_name&range=15m");
    await page.getByRole("button", { name: "View as table" }).click();
    const table = page.getByRole("table", { name: "system_cpu_busy_ratio", exact: true });
    const rows = table.getByRole("row");
    await expect.poll(() => rows.count(), { timeout: 60_000 }).toBeGreaterThan(1);
    const newest = async () => (await table.textContent()) ?? "";
    const before = await newest();
    await expect.poll(newest, { timeout: 45_000, interval: 1_000 }).not.toBe(before);
  });
});
