/** Numbers that look random and are the same in every run: mulberry32 over a hash of its name (public domain). */
export type Chance = {
  /** 0 … 1, without 1. */
  number(): number;
  between(least: number, most: number): number;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  happens(share: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Around 0 with a spread of 1. */
  normal(): number;
  hex(digits: number): string;
};

export function chanceOf(name: string): Chance {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + (most - least) * number();
  return {
    number,
    between,
    whole: (least, most) => Math.floor(between(least, most + 1)),
    happens: (share) => number() < share,
    pick: (list) => list[Math.floor(number() * list.length)] ?? list[0],
    normal: () => Math.sqrt(-2 * Math.log(1 - number())) * Math.cos(2 * Math.PI * number()),
    hex(digits) {
      let text = "";
      while (text.length < digits) {
        text += Math.floor(number() * 0x1_0000)
          .toString(16)
          .padStart(4, "0");
      }
      return text.slice(0, digits);
    },
  };
}
