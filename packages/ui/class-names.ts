import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** tailwind-merge must know our type sizes, or it takes `text-body` for a colour and drops it. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["axis", "dense", "log", "body", "form", "section", "page", "kpi"],
      radius: ["control", "card", "overlay"],
      shadow: ["overlay"],
      spacing: ["row", "control", "gutter", "topbar", "rail"],
    },
  },
});

/** Joins class names; of two that set the same property the later one wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
