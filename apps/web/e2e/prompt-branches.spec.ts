import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";
import { callApi } from "./demonstration-route.ts";

const unique = Date.now().toString(36);
const prompt = `branches-${unique}/reply`;
const address = `/prompts/${encodeURIComponent(prompt)}`;
const soon = { timeout: 60_000 };

beforeAll(() =>
  callApi("/prompts", {
    name: prompt,
    template: [
      { role: "system", content: "You answer in one sentence." },
      { role: "user", content: "{{question}}" },
    ],
    message: "The first one",
  }),
);
afterAll(closeBrowser);

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, level: 1 });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true });
const field = (page: Page, label: string) => page.getByRole("textbox", { name: label, exact: true });
const dialogGone = (page: Page) => page.getByRole("dialog").waitFor({ state: "detached" });

type Version = { version: number; template: { role: string; content: string }[] };
const latest = () =>
  callApi<Version>(`/prompt-versions/by-number?name=${encodeURIComponent(prompt)}&label=latest`);

/** Changes the first message of whatever branch is shown, and commits it. */
async function commit(page: Page, text: string, message: string): Promise<void> {
  await field(page, "Message 1, system").fill(text);
  await button(page, "Commit").click();
  await page.getByRole("dialog").getByLabel("What changed").fill(message);
  await inDialog(page, "Commit version").click();
  await dialogGone(page);
}

it("merges a branch into main that changed the same, the way a person settles it", async () => {
  const { page, faults } = await visitAsOwner();
  await page.goto(address);
  await heading(page, prompt).waitFor();
  await field(page, "Message 1, system").waitFor();
  await button(page, "New branch").click();
  await page.getByRole("dialog").getByLabel("Name").fill("shorter");
  await expectAccessible(page);
  await inDialog(page, "Make branch").click();
  await dialogGone(page);
  await page.waitForURL(/branch=shorter/);
  await commit(page, "You answer in five words.", "Shorter");
  await expect.poll(async () => (await latest()).version, soon).toBe(1);

  await page.goto(address);
  await commit(page, "You answer in one kind sentence.", "Kinder");
  await expect.poll(async () => (await latest()).version, soon).toBe(3);

  await page.goto(`${address}?view=versions`);
  await page.getByText("1 version ahead, at v2").waitFor(soon);
  await button(page, "Merge").click();
  const dialog = page.getByRole("dialog", { name: "Merge shorter into main" });
  await dialog.getByText(/Both sides changed the same/).waitFor(soon);
  const conflicts = dialog.getByRole("list", { name: "Conflicts" });
  await conflicts.getByText("You answer in one kind sentence.").waitFor();
  await conflicts.getByText("You answer in five words.").waitFor();
  // Nothing is merged while the marks stand.
  expect(await inDialog(page, "Merge").getAttribute("aria-disabled")).toBe("true");
  await expectAccessible(page);
  await field(page, "Merged, message 1, system").fill("You answer in five kind words.");
  await dialog.getByLabel("What changed").fill("Short and kind");
  await inDialog(page, "Merge").click();
  await dialogGone(page);
  await page.getByText(/merged as v4/).waitFor(soon);
  const merged = await latest();
  expect(merged.version).toBe(4);
  expect(merged.template).toEqual([
    { role: "system", content: "You answer in five kind words." },
    { role: "user", content: "{{question}}" },
  ]);
  expect(faults).toEqual([]);
}, 300_000);

it("leaves the lists when it is archived, and comes back", async () => {
  const { page, faults } = await visitAsOwner();
  const listed = `/prompts?search=${encodeURIComponent(prompt)}`;
  const inList = page.getByRole("table", { name: "Prompts" }).getByRole("link", { name: prompt });
  await page.goto(listed);
  await inList.waitFor(soon);

  await page.goto(`${address}?view=settings`);
  await button(page, "Archive").click();
  await button(page, "Bring it back").waitFor(soon);
  await page.getByText("archived", { exact: true }).first().waitFor();
  await expectAccessible(page);
  await page.goto(listed);
  await page.getByText("No prompt matches").waitFor(soon);
  await page.goto(`${listed}&archived=yes`);
  await inList.waitFor(soon);
  // What is in use must not break: it still answers, and takes no new versions.
  expect((await latest()).version).toBe(4);

  await page.goto(`${address}?view=settings`);
  await button(page, "Bring it back").click();
  await button(page, "Archive").waitFor(soon);
  await page.goto(listed);
  await inList.waitFor(soon);
  expect(faults).toEqual([]);
}, 300_000);
