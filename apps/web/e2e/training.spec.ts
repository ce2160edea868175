import { randomBytes } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

const name = `journey-${randomBytes(3).toString("hex")}`;
let experiment: string;
/** The runs in the order they were logged. */
const runs: string[] = [];

type Reply = Record<string, never> & {
  experiment_id: string;
  run: { info: { run_id: string; artifact_uri: string } };
};

/** As MLflow's client says it: bearer token, JSON, the paths below `/api/2.0`. */
async function mlflow(path: string, body: object): Promise<Reply> {
  const { webUrl, apiKey } = inject("stack");
  const answer = await fetch(`${webUrl}/api/2.0/mlflow${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, `${path}: ${await answer.clone().text()}`).toBe(200);
  return (await answer.json()) as Reply;
}

async function putArtifact(artifactUri: string, path: string, content: string): Promise<void> {
  const { webUrl, apiKey } = inject("stack");
  const root = artifactUri.replace(/^mlflow-artifacts:\/+/, "");
  const answer = await fetch(`${webUrl}/api/2.0/mlflow-artifacts/artifacts/${root}/${path}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/octet-stream" },
    body: content,
  });
  expect(answer.status).toBe(200);
}

async function logRun(run: { depth: number; rmse: number; status: string }): Promise<string> {
  const startMs = Date.now() - 60_000;
  const made = await mlflow("/runs/create", {
    experiment_id: experiment,
    run_name: `forest-${run.depth}`,
    user_id: "ann",
    start_time: startMs,
    tags: [{ key: "team", value: "risk" }],
  });
  const { run_id, artifact_uri } = made.run.info;
  await mlflow("/runs/log-batch", {
    run_id,
    params: [
      { key: "depth", value: String(run.depth) },
      { key: "seed", value: "7" },
    ],
    metrics: [
      { key: "rmse", value: run.rmse, timestamp: startMs + 59_000, step: 0 },
      ...Array.from({ length: 60 }, (_, step) => ({
        key: "loss",
        value: run.depth / (step + 1),
        timestamp: startMs + step * 1_000,
        step,
      })),
    ],
  });
  await putArtifact(
    artifact_uri,
    "notes/result.md",
    "# Result\n\nThe **best** so far.\n\n<script>alert(1)</script>",
  );
  await putArtifact(artifact_uri, "report.html", "<h1>Report</h1><script>alert(1)</script>");
  await putArtifact(artifact_uri, "table.csv", 'age,city\n42,"Bonn, West"\n');
  if (run.status !== "RUNNING")
    await mlflow("/runs/update", { run_id, status: run.status, end_time: startMs + 60_000 });
  return run_id;
}

beforeAll(async () => {
  experiment = (await mlflow("/experiments/create", { name })).experiment_id;
  runs.push(await logRun({ depth: 3, rmse: 0.9, status: "FINISHED" }));
  runs.push(await logRun({ depth: 5, rmse: 0.6, status: "FINISHED" }));
  runs.push(await logRun({ depth: 8, rmse: 0.7, status: "FAILED" }));
});

const heading = (page: Page, text: string | RegExp) => page.getByRole("heading", { name: text, level: 1 });

/** Types a filter and runs it; a page that is not alive yet is asked again. */
async function filter(page: Page, text: string): Promise<void> {
  const bar = page.getByRole("combobox", { name: "Filter runs" });
  const run = async () => {
    await bar.fill(text);
    await bar.press("Escape");
    await bar.press("Enter");
    await page.waitForURL(/filter=/, { timeout: 2_000 }).catch(() => {});
    return page.url().includes("filter=");
  };
  await expect.poll(run, { timeout: 30_000 }).toBe(true);
}

/** Presses something until what it does shows: a page that is not alive yet does not hear. Never twice in a hurry. */
async function press(target: Locator, shown: Locator | RegExp): Promise<void> {
  const shows = (timeout: number) =>
    (shown instanceof RegExp
      ? target.page().waitForURL(shown, { timeout })
      : shown.waitFor({ timeout })
    ).then(
      () => true,
      () => false,
    );
  const pressed = async () => {
    if (await shows(100)) return true;
    await target.click();
    return shows(5_000);
  };
  await expect.poll(pressed, { timeout: 60_000 }).toBe(true);
}

describe("training logged by MLflow's calls", () => {
  it("is found in its experiment by a filter with OR and NOT, whose mistakes are told in place", async () => {
    const { page } = await visitAsOwner();
    await page.goto("/training");
    await heading(page, "Training").waitFor();
    await page.getByRole("link", { name, exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name, exact: true }).click();
    await heading(page, name).waitFor();
    const table = page.getByRole("table", { name: "Runs" });
    await table.getByRole("link", { name: "forest-8" }).waitFor();
    await page.getByText("3 runs: 1 failed.").waitFor();
    await expectAccessible(page);

    await filter(page, "metrics.rmse < 0.65 OR NOT params.depth != '3'");
    await table.getByRole("link", { name: "forest-8" }).waitFor({ state: "detached" });
    await table.getByRole("link", { name: "forest-3" }).waitFor();
    await table.getByRole("link", { name: "forest-5" }).waitFor();

    await page.goto(`/training/experiments/${experiment}?filter=${encodeURIComponent("metrics.rmse <")}`);
    await page
      .getByRole("alert")
      .filter({ hasText: /rmse|value|filter/i })
      .first()
      .waitFor();
    await expectAccessible(page);
  });

  it("columns are chosen, sorted by a metric, and kept in the address", async () => {
    const { page } = await visitAsOwner();
    await page.goto(`/training/experiments/${experiment}?columns=metrics.rmse&sort=metrics.rmse:ascending`);
    const rows = page.getByRole("table", { name: "Runs" }).getByRole("row");
    await rows.nth(1).getByText("0.6", { exact: true }).waitFor();
    await press(
      page.getByRole("button", { name: /^Columns/ }),
      page.getByRole("checkbox", { name: "depth" }),
    );
    await page.getByRole("checkbox", { name: "depth" }).click();
    await page.waitForURL(/params\.depth/);
    await page.keyboard.press("Escape");
    await page.getByRole("columnheader", { name: "depth" }).waitFor();
  });

  it("two selected runs are compared: what differs, across all, and their curves", async () => {
    const { page } = await visitAsOwner();
    await page.goto(`/training/experiments/${experiment}`);
    const compare = page.getByRole("link", { name: "Compare", exact: true });
    await press(
      page.getByRole("checkbox", { name: "Select forest-3" }),
      page.getByRole("region", { name: "Selected runs" }),
    );
    await page.getByRole("checkbox", { name: "Select forest-5" }).click();
    await compare.click();
    await heading(page, "Compare runs").waitFor();
    await page.getByText("2 runs side by side.").waitFor();
    await page.getByRole("slider", { name: "Keep a part of depth" }).waitFor();
    await expectAccessible(page);

    await page.getByRole("tab", { name: "Differences" }).click();
    await page.getByText("1 of 2 params").waitFor();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Metric curves" }).click();
    await page.getByRole("figure", { name: "loss" }).waitFor();
    await page.getByRole("slider", { name: "Cursor over loss" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Scatter" }).click();
    await page.getByRole("slider", { name: /against/ }).waitFor();
    await expectAccessible(page);

    // The address is all of it, the runs included.
    await page.reload();
    await page.getByText("2 runs side by side.").waitFor();
    await page.getByRole("slider", { name: /against/ }).waitFor();
  });

  it("a run shows its figures, and its files without running anything of them", async () => {
    const { page, faults } = await visitAsOwner({ theme: "dark" });
    let ran = false;
    page.on("dialog", (dialog) => {
      ran = true;
      void dialog.dismiss();
    });
    await page.goto(`/training/runs/${runs[1]}`);
    await heading(page, "forest-5").waitFor();
    await page.getByText(/Finished with .*rmse 0\.6/).waitFor();
    await expectAccessible(page);

    await page.goto(`/training/runs/${runs[1]}?tab=artifacts`);
    await page.getByRole("button", { name: /report\.html/ }).waitFor();
    await press(page.getByRole("button", { name: /report\.html/ }), /file=/);
    await page.getByRole("region", { name: "report.html" }).getByText("<h1>Report</h1>").waitFor();
    await page.getByRole("button", { name: /table\.csv/ }).click();
    await page.getByRole("cell", { name: "Bonn, West" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "notes" }).click();
    await page.getByRole("button", { name: /result\.md/ }).click();
    await page.getByText("The best so far.").waitFor();
    expect(ran).toBe(false);
    expect(await page.getByText("alert(1)").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it("a run under way moves on screen by itself", async () => {
    const run = await logRun({ depth: 2, rmse: 0.5, status: "RUNNING" });
    const { page } = await visitAsOwner();
    await page.goto(`/training/runs/${run}`);
    await page.getByText(/^Under way with/).waitFor();
    await mlflow("/runs/log-metric", {
      run_id: run,
      key: "rmse",
      value: 0.123,
      timestamp: Date.now(),
      step: 9,
    });
    await page.getByRole("cell", { name: "0.123" }).waitFor();
    await mlflow("/runs/update", { run_id: run, status: "FINISHED", end_time: Date.now() });
    await page.getByText(/^Finished with/).waitFor();
  });

  it("a run goes to the trash and comes back; the address that the client prints leads to it", async () => {
    const { page, context } = await visitAsOwner();
    // As a browser that has been here before: the first page is the overview.
    await context.addCookies([{ name: "triops-welcomed", value: "yes", url: inject("stack").webUrl }]);
    await page.goto(`/#/experiments/${experiment}/runs/${runs[0]}`);
    await heading(page, "forest-3").waitFor();
    const restore = page.getByRole("button", { name: "Restore" });
    await press(page.getByRole("button", { name: "Move to trash" }), restore);
    await page.goto(`/training/experiments/${experiment}?view=deleted`);
    await page.getByRole("table", { name: "Runs" }).getByRole("link", { name: "forest-3" }).waitFor();
    await page.goto(`/training/runs/${runs[0]}`);
    await press(restore, page.getByRole("button", { name: "Move to trash" }));
  });

  it("an experiment is renamed, and found by its new name", async () => {
    const { page } = await visitAsOwner();
    const { experiment_id } = await mlflow("/experiments/create", { name: `${name} draft` });
    await page.goto(`/training/experiments/${experiment_id}`);
    await heading(page, `${name} draft`).waitFor();
    const rename = page.getByRole("menuitem", { name: "Rename" });
    await press(page.getByRole("button", { name: /^Actions for/ }), rename);
    await rename.click();
    await page.getByRole("dialog").getByLabel("Name").fill(`${name} final`);
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    await heading(page, `${name} final`).waitFor();
  });

  it("fits a phone", async () => {
    const { page } = await visitAsOwner({ width: 390 });
    for (const path of [
      "/training",
      `/training/experiments/${experiment}`,
      `/training/runs/${runs[1]}`,
      `/training/compare?experiment=${experiment}`,
    ]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectAccessible(page);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(beyond, path).toBe(0);
    }
  });
});
