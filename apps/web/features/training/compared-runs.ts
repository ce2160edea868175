/** As many can be compared at once. */
export const chosenMax = 500;

/**
 * The runs to compare travel behind the `#`: 500 ids are 16 kB, more than a server takes in an address, and what
 * stands there stays in the browser. It is part of the link all the same.
 */
export const compareHash = (ids: readonly string[]): string => `#runs=${ids.slice(0, chosenMax).join(",")}`;

const idRule = /^[a-zA-Z0-9][\w-]{0,255}$/;

export function runsInHash(hash: string): string[] {
  const text = /^#runs=(.*)$/.exec(hash)?.[1] ?? "";
  return [...new Set(text.split(",").filter((id) => idRule.test(id)))].slice(0, chosenMax);
}

/** Groups of at most `size`, in order. */
export function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  const groups: Item[][] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}
