import { describe, expect, it } from "vitest";
import { readGithub } from "./github.ts";

const now = new Date("2026-06-01T12:00:00Z");
const sha = "a".repeat(40);
const repository = {
  name: "checkout",
  full_name: "acme/checkout",
  html_url: "https://github.com/acme/checkout",
  default_branch: "main",
};
const sender = { login: "ada" };
const deployment = {
  id: 7,
  ref: "v1.4.2",
  sha,
  environment: "production",
  created_at: "2026-06-01T11:58:00Z",
  creator: { login: "ci" },
};
const status = (state: string) => ({
  action: "created",
  repository,
  sender,
  deployment,
  deployment_status: { id: 9, state, created_at: "2026-06-01T11:59:00Z", log_url: "https://ci.example/9" },
});
const push = (ref: string) => ({
  ref,
  before: "b".repeat(40),
  after: sha,
  compare: "https://github.com/acme/checkout/compare/b...a",
  commits: [{}, {}, {}],
  head_commit: { message: "Retry payments\n\nbecause" },
  repository,
  sender,
});
const run = (conclusion: string, head_branch: string) => ({
  action: "completed",
  repository,
  sender,
  workflow_run: {
    id: 11,
    name: "Deploy",
    run_number: 40,
    run_attempt: 2,
    head_branch,
    head_sha: sha,
    conclusion,
    updated_at: "2026-06-01T11:57:00Z",
    html_url: "https://github.com/acme/checkout/actions/runs/11",
    actor: sender,
  },
});

const titleOf = (event: string, body: unknown) => readGithub(event, body, null, now).reports[0]?.title;

describe("GitHub's events", () => {
  it.each([
    [
      "deployment",
      { action: "created", repository, sender, deployment },
      "Deploy of checkout v1.4.2 to production started",
    ],
    ["deployment_status", status("success"), "checkout v1.4.2 deployed to production"],
    ["deployment_status", status("failure"), "Deploy of checkout v1.4.2 to production failed"],
    ["push", push("refs/heads/main"), "checkout: Retry payments and 2 more"],
    [
      "release",
      {
        action: "published",
        repository,
        sender,
        release: { id: 3, tag_name: "v2", html_url: "https://x.example" },
      },
      "checkout v2 released",
    ],
    ["workflow_run", run("success", "main"), "checkout: Deploy #40 succeeded"],
  ])("%s becomes a change", (event, body, title) => {
    expect(titleOf(event, body)).toBe(title);
  });

  it.each([
    ["ping", {}],
    ["star", {}],
    ["constructor", {}],
    ["deployment_status", status("in_progress")],
    ["push", push("refs/heads/feature")],
    ["workflow_run", run("failure", "main")],
    ["workflow_run", run("success", "feature")],
  ])("%s that alters nothing is ignored, and says so", (event, body) => {
    const { reports, ignored } = readGithub(event, body, null, now);
    expect(reports).toEqual([]);
    expect(ignored).toBeTruthy();
  });

  it("says who, where, when and which, and names the service after the repository", () => {
    expect(readGithub("deployment_status", status("success"), null, now).reports[0]).toMatchObject({
      kind: "deploy",
      service: "checkout",
      target: "production",
      actor: "ci",
      at: "2026-06-01T11:59:00.000Z",
      link: "https://ci.example/9",
      source: "github",
      externalId: "deployment_status:9",
    });
  });

  it("takes the service from the address when it is given", () => {
    expect(readGithub("push", push("refs/heads/main"), "payments", now).reports[0]?.service).toBe("payments");
  });

  it("400 for a payload that is not what its event promises", () => {
    expect(() => readGithub("deployment", { repository }, null, now)).toThrow(/not what GitHub sends/);
    expect(() => readGithub("push", [], null, now)).toThrow(/not what GitHub sends/);
  });
});
