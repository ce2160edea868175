import { formatValue } from "@triops/ui/units";

type Said = {
  name: string;
  kind: "numeric" | "categorical" | "boolean";
  number: number | null;
  text: string;
};

/** "helpful 0.8", "tone friendly", "correct: yes" */
export function scoreText({ name, kind, number, text }: Said): string {
  if (kind === "categorical") return `${name} ${text}`;
  if (kind === "boolean") return `${name}: ${number === 1 ? "yes" : "no"}`;
  return `${name} ${formatValue(number)}`;
}
