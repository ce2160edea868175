/** "Ada, Team risk" as a list. */
export const ownersIn = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((owner) => owner.trim())
      .filter((owner) => owner !== ""),
  ),
];
