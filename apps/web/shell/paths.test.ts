import { describe, expect, it } from "vitest";
import { crumbsOf, isActive, PLACES } from "./navigation.ts";
import { paths, withQuery } from "./paths.ts";

describe("paths", () => {
  it("are the addresses that people bookmark: change one only with a redirect", () => {
    const id = "0190c1f2-0000-7000-8000-000000000001";
    const all = Object.entries(paths).map(
      ([name, path]) => `${name} ${(path as (id: string) => string)(id)}`,
    );
    // Lists take a query where details take an id; the query is not part of the promise.
    expect(all.map((line) => line.replace(/\?.*$/, ""))).toMatchInlineSnapshot(`
      [
        "overview /",
        "signIn /sign-in",
        "welcome /welcome",
        "metrics /metrics",
        "monitors /monitors",
        "newMonitor /monitors/new",
        "monitor /monitors/0190c1f2-0000-7000-8000-000000000001",
        "editMonitor /monitors/0190c1f2-0000-7000-8000-000000000001/edit",
        "alerts /alerts",
        "alert /alerts/0190c1f2-0000-7000-8000-000000000001",
        "incidents /incidents",
        "incident /incidents/0190c1f2-0000-7000-8000-000000000001",
        "services /services",
        "service /services/0190c1f2-0000-7000-8000-000000000001",
        "logs /logs",
        "traces /traces",
        "trace /traces/0190c1f2-0000-7000-8000-000000000001",
        "dashboards /dashboards",
        "dashboard /dashboards/0190c1f2-0000-7000-8000-000000000001",
        "silences /alerts/silences",
        "newSilence /alerts/silences/new",
        "silence /alerts/silences/0190c1f2-0000-7000-8000-000000000001",
        "changes /changes",
        "sources /sources",
        "refused /sources/refused",
        "setUp /sources/set-up",
        "targets /sources/targets",
        "training /training",
        "experiment /training/experiments/0190c1f2-0000-7000-8000-000000000001",
        "run /training/runs/0190c1f2-0000-7000-8000-000000000001",
        "loggedModel /training/models/0190c1f2-0000-7000-8000-000000000001",
        "compareRuns /training/compare",
        "models /models",
        "model /models/0190c1f2-0000-7000-8000-000000000001",
        "modelVersion /models/0190c1f2-0000-7000-8000-000000000001/versions/undefined",
        "promotions /promotions",
        "promotion /promotions/0190c1f2-0000-7000-8000-000000000001",
        "deployments /deployments",
        "deployment /deployments/0190c1f2-0000-7000-8000-000000000001",
        "prompts /prompts",
        "prompt /prompts/0190c1f2-0000-7000-8000-000000000001",
        "labelRequests /label-requests",
        "labelRequest /label-requests/0190c1f2-0000-7000-8000-000000000001",
        "playground /playground",
        "llmTraces /llm-traces",
        "llmTrace /llm-traces/0190c1f2-0000-7000-8000-000000000001",
        "llmSession /llm-traces/sessions/0190c1f2-0000-7000-8000-000000000001",
        "routes /llm",
        "newRoute /llm/routes/new",
        "route /llm/routes/0190c1f2-0000-7000-8000-000000000001",
        "editRoute /llm/routes/0190c1f2-0000-7000-8000-000000000001/edit",
        "provider /llm/providers/0190c1f2-0000-7000-8000-000000000001",
        "virtualKey /llm/keys/0190c1f2-0000-7000-8000-000000000001",
        "workspaceSettings /settings/workspace",
        "members /settings/members",
        "apiKeys /settings/api-keys",
        "audit /settings/audit",
        "jobs /settings/jobs",
        "profile /settings/profile",
        "apiDocs /docs/api",
      ]
    `);
  });
  it("escape what others wrote", () => {
    expect(paths.alert("a/../b?x")).toBe("/alerts/a%2F..%2Fb%3Fx");
    expect(withQuery("/x", { q: "a&b", none: null, page: 2 })).toBe("/x?q=a%26b&page=2");
  });
});

describe("navigation", () => {
  it("marks the section of a detail page and only the overview at the root", () => {
    const active = (pathname: string) =>
      PLACES.filter((place) => isActive(place, pathname)).map((place) => place.id);
    expect(active("/")).toEqual(["overview"]);
    expect(active("/incidents/1")).toEqual(["incidents"]);
    expect(active("/settings/jobs")).toEqual(["settings"]);
  });
  it("has no key twice", () => {
    const keys = PLACES.map((place) => place.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
  it("leads from a detail page back to its list", () => {
    expect(crumbsOf("/incidents/1", "Disk full")).toEqual([
      { label: "Incidents", href: "/incidents" },
      { label: "Disk full" },
    ]);
    expect(crumbsOf("/settings/api-keys")).toEqual([
      { label: "Settings", href: "/settings/workspace" },
      { label: "API keys" },
    ]);
    expect(crumbsOf("/")).toEqual([{ label: "Overview" }]);
  });
});
