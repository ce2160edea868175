import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { DemonstrationProvider } from "@triops/testing/llm-provider/server";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";
import { callApi, startDemonstrationRoute } from "./demonstration-route.ts";

const unique = Date.now().toString(36);
const route = `bench-${unique}`;
const prompt = `bench-${unique}/reply`;
const session = `Bench ${unique}`;
const soon = { timeout: 60_000 };
const questions = [
  "Summarize: My parcel is late. It was a present.",
  "Summarize: The shoes pinch. I like red.",
];

let provider: DemonstrationProvider;
beforeAll(async () => {
  provider = await startDemonstrationRoute(route);
  await callApi("/prompts", {
    name: prompt,
    template: [
      { role: "system", content: "You answer in one sentence." },
      { role: "user", content: "{{question}}" },
    ],
    config: { model: route },
    labels: ["production"],
  });
}, 60_000);
afterAll(async () => {
  await closeBrowser();
  await provider.close();
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true });
const column = (page: Page) => page.getByRole("region", { name: "Column A", exact: true });
const message = (page: Page) =>
  page.getByRole("textbox", { name: "Column A, message 1, system", exact: true });
const dialogGone = (page: Page) => page.getByRole("dialog").waitFor({ state: "detached" });

async function openPlayground(page: Page, query: string): Promise<void> {
  await page.goto(`/playground?${query}`);
  await column(page).getByText(route, { exact: true }).first().waitFor(soon);
}

async function chooseAction(page: Page, action: string): Promise<void> {
  await button(page, "Actions on column A").click();
  await page.getByRole("menuitem", { name: action }).click();
  await page.getByRole("dialog").waitFor();
}

/** What is in the clipboard once the reader has chosen a language and pressed the button. */
async function copied(page: Page, language: string): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Copy as code" });
  await dialog.getByRole("radio", { name: language, exact: true }).click();
  await dialog.getByRole("button", { name: "Copy Code of this column" }).click();
  const shown = await dialog.locator("pre").textContent();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), soon).toBe(shown);
  return shown ?? "";
}

/** Runs what was copied as a reader does: in a shell, or as a module beside the installed client. */
async function run(command: string, ...parts: string[]): Promise<string> {
  const env = { ...process.env, TRIOPS_API_KEY: inject("stack").apiKey };
  const cwd = `${import.meta.dirname}/..`;
  const { stdout } = await promisify(execFile)(command, parts, { cwd, env, timeout: 60_000 });
  return stdout;
}
/** A bare machine has no curl: then what the shell makes of the line is sent by other means. */
const standIn = `
  const [url, ...rest] = process.argv.slice(1);
  const after = (flag) => rest.flatMap((word, at) => (word === flag ? [rest[at + 1]] : []));
  const headers = after("-H").map((line) => [line.split(":")[0], line.slice(line.indexOf(":") + 1).trim()]);
  console.log(await (await fetch(url, { method: "POST", headers, body: after("-d")[0] })).text());
`;
const runShell = (line: string) => {
  const hasCurl = (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/curl`));
  if (hasCurl) return run("sh", "-c", line);
  const asCurl = '"$node" --input-type=module --eval "$script" -- "$@"';
  return run(
    "sh",
    "-c",
    `node="$1"; script="$2"; curl() { ${asCurl}; }\n${line}`,
    "sh",
    process.execPath,
    standIn,
  );
};
const runModule = (code: string) => run(process.execPath, "--input-type=module", "--eval", code);

it("runs a version on several inputs, keeps what was edited as a version, and opens again as it was", async () => {
  const { page, faults } = await visitAsOwner();
  await openPlayground(page, `prompt=${encodeURIComponent(prompt)}`);
  await page.getByLabel("question").fill(questions[0] ?? "");
  await button(page, "Row").click();
  await page.getByLabel("question, row 2").fill(questions[1] ?? "");
  await page.getByLabel("question, row 2").press("Control+Enter");
  const answer = (row: number) => page.getByRole("region", { name: `Answer of column A, row ${row}` });
  await answer(1).getByText("My parcel is late").waitFor(soon);
  await answer(2).getByText("The shoes pinch").waitFor(soon);
  await page.getByText(/^2 answers, /).waitFor(soon);
  await expectAccessible(page);

  await message(page).fill("You answer in one kind sentence.");
  await column(page).getByText("edited", { exact: true }).waitFor();
  await chooseAction(page, "Save as version");
  await page.getByRole("dialog").getByLabel("What changed").fill("Kinder, as tried out");
  await expectAccessible(page);
  await inDialog(page, "Save version").click();
  await dialogGone(page);
  const version = column(page).getByRole("combobox", { name: "Column A, version" });
  await expect.poll(() => version.inputValue(), soon).toBe("2");
  await column(page).getByText("edited", { exact: true }).waitFor({ state: "detached" });
  const query = `name=${encodeURIComponent(prompt)}&label=latest`;
  const saved = await callApi<{ version: number; message: string; template: unknown; config: unknown }>(
    `/prompt-versions/by-number?${query}`,
  );
  expect(saved).toMatchObject({
    ...{ version: 2, message: "Kinder, as tried out", config: { model: route } },
    template: [{ role: "system", content: "You answer in one kind sentence." }, { role: "user" }],
  });

  await button(page, "Save session").click();
  await page.getByRole("dialog").getByLabel("Name").fill(session);
  await inDialog(page, "Save session").click();
  await page.getByRole("heading", { name: session, level: 1 }).waitFor(soon);

  // Somebody comes back another day.
  await page.goto("/playground");
  await button(page, "Sessions").click();
  await page.getByRole("dialog").getByRole("link", { name: session }).click();
  await page.getByRole("heading", { name: session, level: 1 }).waitFor(soon);
  await dialogGone(page);
  expect(await message(page).textContent()).toContain("one kind sentence");
  expect(await page.getByLabel("question, row 2").inputValue()).toBe(questions[1]);
  await button(page, "Run column A").click();
  await answer(2).getByText("The shoes pinch").waitFor(soon);
  expect(faults).toEqual([]);
}, 300_000);

it("is copied as code in every language, and what is copied answers", async () => {
  const { page, context, faults } = await visitAsOwner();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPlayground(page, `prompt=${encodeURIComponent(prompt)}&version=1`);
  await page.getByLabel("question").fill(questions[0] ?? "");
  await chooseAction(page, "Copy as code");
  await expectAccessible(page);
  expect(await runShell(await copied(page, "curl"))).toContain("My parcel is late");
  expect(await runModule(await copied(page, "OpenAI, JavaScript"))).toContain("My parcel is late");
  expect(await copied(page, "OpenAI, Python")).toContain('"version": 1');
  const fetched = await copied(page, "Langfuse, JavaScript");
  expect(await runModule(`${fetched}\nconsole.log(JSON.stringify(messages));`)).toContain(
    JSON.stringify({ role: "user", content: questions[0] }),
  );
  expect(await copied(page, "Langfuse, Python")).toContain(`langfuse.get_prompt("${prompt}"`);
  await inDialog(page, "Close").first().click();
  await dialogGone(page);

  // An edited column is sent whole, with its variables in place.
  await message(page).fill("You answer in one short sentence.");
  await chooseAction(page, "Copy as code");
  await page.getByText(/It was edited, so it is sent whole/).waitFor();
  const whole = await copied(page, "curl");
  expect(whole).toContain("one short sentence");
  expect(whole).not.toContain("{{");
  expect(await runShell(whole)).toContain("My parcel is late");
  expect(await runModule(await copied(page, "OpenAI, JavaScript"))).toContain("My parcel is late");
  expect(faults).toEqual([]);
}, 300_000);
