import { describe, expect, it } from "vitest";
import { assignColors } from "./series-colors.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `host-${index}` }));

describe("assignColors", () => {
  it("gives eight series eight different colours", () => {
    const colors = [...assignColors(ids(8)).values()].map(({ color }) => color);
    expect(new Set(colors).size).toBe(8);
  });
  it("does not depend on the order of the list", () => {
    const forwards = assignColors(ids(6));
    const backwards = assignColors(ids(6).reverse());
    for (const { id } of ids(6)) expect(backwards.get(id)).toEqual(forwards.get(id));
  });
  it("never repeats a colour with the same dash within forty series", () => {
    const looks = [...assignColors(ids(40)).values()].map(({ color, dash }) => `${color} ${dash?.join()}`);
    expect(new Set(looks).size).toBe(40);
  });
  it("makes a lone series blue and honours a slot given by hand", () => {
    expect(assignColors([{ id: "x" }]).get("x")?.slot).toBe(1);
    expect(assignColors([{ id: "x", slot: 3 }, { id: "y" }]).get("x")?.slot).toBe(3);
  });
});
