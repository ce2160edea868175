import { describe, expect, it } from "vitest";
import { limits, perInsertSettings, sessionSettings, settingsChange, settingsFromUrl } from "./settings.ts";

describe("settingsFromUrl", () => {
  it("keeps engine settings and drops what steers the exchange", () => {
    const url = new URLSearchParams(
      "query=x&database=d&param_a=1&enable_http_compression=1&max_threads=1&insert_deduplication_token=t",
    );
    expect([...settingsFromUrl(url)]).toEqual([
      ["max_threads", "1"],
      ["insert_deduplication_token", "t"],
      ["deduplicate_insert", "enable"], // a token is what makes a batch recognisable
    ]);
  });

  it.each([
    ["5", "5"],
    ["0", String(limits.max_execution_time.most)],
    ["99999", String(limits.max_execution_time.most)],
  ])("limits max_execution_time=%s to %s", (asked, given) => {
    expect(
      settingsFromUrl(new URLSearchParams({ max_execution_time: asked })).get("max_execution_time"),
    ).toBe(given);
  });

  it.each(["max_memory_usage=lots", "max_memory_usage=-1", "a%20b=1", "a%3D1%3BDROP=1"])(
    "refuses %s",
    (query) => {
      expect(() => settingsFromUrl(new URLSearchParams(query))).toThrow();
    },
  );
});

describe("settingsChange", () => {
  it("is nothing when the session already has what is wanted", () => {
    expect(settingsChange(new Map([["a", "1"]]), new Map([["a", "1"]]))).toBeUndefined();
  });

  it("puts back what the last request set: our standard where we have one", () => {
    const standard = sessionSettings.get("max_execution_time");
    const change = settingsChange(
      new Map([
        ["max_execution_time", "5"],
        ["b", "1"],
      ]),
      new Map([["c", "it's"]]),
    );
    expect(change).toBe(`SET c='it\\'s', max_execution_time='${standard}', b=DEFAULT`);
  });
});

describe("perInsertSettings", () => {
  it("leaves the session the same from insert to insert", () => {
    const insert = (token: string) =>
      perInsertSettings(
        settingsFromUrl(new URLSearchParams({ insert_deduplication_token: token, max_threads: "1" })),
      );
    expect(settingsChange(insert("a").session, insert("b").session)).toBeUndefined();
    expect([...insert("a").inline]).toEqual([["insert_deduplication_token", "a"]]);
    expect(insert("a").session.get("deduplicate_insert")).toBe("enable");
  });
});
