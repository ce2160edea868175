import { describe, expect, it } from "vitest";
import { curlOfQuery } from "./copy-texts.ts";

describe("a query as curl", () => {
  it("survives a shell, whatever is in it", () => {
    const text = curlOfQuery("http://127.0.0.1:3000", `up{a='b'} > $X`, {
      fromMs: 0,
      toMs: 60_000,
      stepSeconds: 15,
    });
    expect(text).toContain(`--data-urlencode 'query=up{a='\\''b'\\''} > $X'`);
    expect(text).toContain("'start=1970-01-01T00:00:00.000Z'");
    expect(text.split(" \\\n")).toHaveLength(6);
  });
});
