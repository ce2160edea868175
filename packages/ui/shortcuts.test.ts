import { describe, expect, it } from "vitest";
import { keyName } from "./shortcuts.ts";

const press = (
  key: string,
  held: Partial<Record<"metaKey" | "ctrlKey" | "altKey" | "shiftKey", boolean>> = {},
) => keyName({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...held });

describe("keyName", () => {
  it("writes ⌘ and Ctrl alike", () => {
    expect(press("k", { metaKey: true })).toBe("mod+k");
    expect(press("K", { ctrlKey: true })).toBe("mod+k");
  });
  it("leaves the shift out of signs that contain it, not out of letters and arrows", () => {
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("X", { shiftKey: true })).toBe("shift+x");
    expect(press("ArrowLeft", { shiftKey: true })).toBe("shift+arrowleft");
  });
  it("names keys without a sign", () => {
    expect(press(" ")).toBe("space");
    expect(press("Escape")).toBe("escape");
  });
});
