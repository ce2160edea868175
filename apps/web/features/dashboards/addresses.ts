/** A starter has no row of its own; its page is addressed by its key. */
const starterMark = "starter-";
/** A dashboard that has not been saved yet. */
export const newId = "new";

export const starterAddress = (key: string): string => `${starterMark}${key}`;
export const starterKeyOf = (id: string): string | null =>
  id.startsWith(starterMark) ? id.slice(starterMark.length) : null;
