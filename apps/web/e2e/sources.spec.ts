import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

let exporter: Server;
beforeAll(async () => {
  exporter = createServer((_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end("# TYPE journey_scraped_total counter\njourney_scraped_total 7\njourney_level 3\n");
  });
  await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  exporter.close();
  await closeBrowser();
});

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> => {
  const { gatewayUrl, keys } = inject("stack");
  return fetch(`${gatewayUrl}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${keys.ingest}`, "content-type": "application/json", ...headers },
    body,
  });
};

describe("sources", () => {
  it("show who sends, what was refused and why, with a sample", async () => {
    expect((await post("/v1/metrics", "{nonsense", { "user-agent": "journey-sender/1.0" })).status).toBe(400);
    const { page, faults } = await visitAsOwner();
    await page.goto("/sources");
    await page.getByRole("heading", { name: "Sources", level: 1 }).waitFor();
    await page
      .getByRole("cell", { name: /First run: ingest/ })
      .first()
      .waitFor();
    await page.getByText("Limits of this workspace").waitFor();
    await page.getByText(/of 200,000/).waitFor();
    await expectAccessible(page);

    await page.goto("/sources/refused?reason=undecodable");
    await page
      .getByRole("cell", { name: /could not be decoded/ })
      .first()
      .click();
    await page.getByRole("complementary").getByText("undecodable", { exact: true }).waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  it("a set-up turns live with its first data", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/sources/set-up?tool=fluent-bit");
    await page.getByText("Waiting for the first data").waitFor();
    await expectAccessible(page);
    expect((await post("/v1/logs", "{}", { "user-agent": "Fluent-Bit" })).status).toBe(200);
    await page.getByText(/Receiving since/).waitFor({ timeout: 30_000 });
    expect(faults).toEqual([]);
  });
});

describe("GitHub's webhook", () => {
  it("gets a key and a secret of its own, and what is signed otherwise is refused", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/sources/set-up?tool=github");
    const make = page.getByRole("button", { name: "Make a key" });
    const makeSecret = page.getByRole("button", { name: "Make a secret" });
    // A page that is not alive yet is asked again.
    const hasKey = async () => {
      if ((await makeSecret.count()) > 0) return true;
      await make.click({ timeout: 2_000 }).catch(() => {});
      return (await makeSecret.count()) > 0;
    };
    await expect.poll(hasKey, { timeout: 30_000, interval: 1_000 }).toBe(true);
    await makeSecret.click();
    await page.getByText("The secret is filled in above").waitFor();
    await expectAccessible(page);

    const codes = await page.locator("main pre").allTextContents();
    const key = /triops:(tri_\w+)@/.exec(codes.join("\n"))?.[1] ?? "";
    const secret = codes.at(-1)?.trim() ?? "";
    expect(secret).toMatch(/^\w{32}$/);
    const body = JSON.stringify({
      action: "published",
      repository: { name: "shop", full_name: "acme/shop", html_url: "https://github.com/acme/shop" },
      release: { id: 7, tag_name: "v7", html_url: "https://github.com/acme/shop/releases/v7" },
    });
    const send = async (signedWith: string) => {
      const signature = createHmac("sha256", signedWith).update(body).digest("hex");
      const headers = {
        authorization: `Bearer ${key}`,
        "x-github-event": "release",
        "x-hub-signature-256": `sha256=${signature}`,
      };
      return (await post("/webhooks/changes", body, headers)).status;
    };
    await expect.poll(() => send(secret), { timeout: 10_000 }).toBe(202);
    expect(await send(key)).toBe(401);
    expect(faults).toEqual([]);
  });
});

describe("scrape targets", () => {
  it("a job is tried, made, seen up, and deleted", async () => {
    const { page, faults } = await visitAsOwner();
    const address = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
    const name = `journey-${Date.now()}`;
    await page.goto("/sources/targets");
    await page.getByRole("button", { name: "Add targets" }).first().click();
    await page.getByLabel(/^Job/).last().fill(name);
    await page.getByLabel(/^Addresses/).fill(address);
    await page.getByLabel(/^Every/).fill("5");
    await page.getByRole("button", { name: "Try it" }).click();
    await page.getByText(/The first gave 2 samples/).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Add", exact: true }).click();

    const row = page.getByRole("row").filter({ hasText: address });
    await row.filter({ hasText: "Up" }).waitFor({ timeout: 60_000 });
    await row.click();
    await page.getByRole("complementary").getByText(`job=${name}`).first().waitFor();
    await expectAccessible(page);

    await page.getByRole("button", { name: `Delete ${name}` }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: `Delete ${name}` }).waitFor({ state: "detached" });
    expect(faults).toEqual([]);
  });
});
