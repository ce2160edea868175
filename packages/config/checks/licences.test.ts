import { describe, expect, it } from "vitest";
import { isPermissive, licenceFaults } from "./licences.ts";

describe("licences", () => {
  it.each(["MIT", "MIT License", "(MIT OR GPL-3.0)", "MIT AND ISC", "MIT and ISC", "Apache-2.0"])(
    "%s is permissive",
    (licence) => expect(isPermissive(licence)).toBe(true),
  );

  it.each(["GPL-3.0", "MIT AND GPL-3.0", "none", "SEE LICENSE IN LICENSE"])("%s is not", (licence) =>
    expect(isPermissive(licence)).toBe(false),
  );

  it("lets packages under other terms stay only when they are named with a reason", () => {
    const installed = [
      { name: "lightningcss-linux-x64-gnu", licence: "MPL-2.0" },
      { name: "something-else", licence: "MPL-2.0" },
    ];
    expect(licenceFaults(installed)).toEqual([{ path: "something-else", text: 'its licence is "MPL-2.0"' }]);
  });
});
