import { describe, expect, it } from "vitest";
import { DEFAULT_PREFERENCES, parsePreferences, preferencesCookie } from "./preferences.ts";

const cookieValue = (cookie: string) =>
  decodeURIComponent(cookie.split(";")[0]!.split("=").slice(1).join("="));

describe("preferences", () => {
  it("survive the cookie", () => {
    const chosen = {
      theme: "dark",
      density: "dense",
      zone: "Europe/Berlin",
      railCollapsed: true,
      singleKeys: false,
    } as const;
    expect(parsePreferences(cookieValue(preferencesCookie(chosen)))).toEqual(chosen);
  });
  it("fall back where the cookie is missing or was tampered with", () => {
    expect(parsePreferences(undefined)).toEqual(DEFAULT_PREFERENCES);
    expect(parsePreferences("theme=<script>&zone=Mars/Olympus&density=1")).toEqual(DEFAULT_PREFERENCES);
  });
});
