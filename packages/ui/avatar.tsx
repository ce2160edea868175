import { cn } from "./class-names.ts";

type AvatarProps = {
  name: string;
  /** Identity that decides the colour; the name when left out. */
  id?: string;
  /** Set when the name does not stand beside it. */
  label?: string;
  size?: "sm" | "md" | "lg";
  className?: string;
};

const SIZE = { sm: "size-5 text-[9px]", md: "size-6 text-axis", lg: "size-9 text-body" } as const;

/** Up to two initials of a name. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._@-]+/)
    .filter(Boolean);
  const first = words[0] ?? "?";
  const last = words.length > 1 ? words.at(-1)! : "";
  return ([...first][0]! + ([...last][0] ?? "")).toUpperCase();
}

/** A person's initials; the same person has the same colour everywhere. */
export function Avatar({ name, id = name, label, size = "md", className }: AvatarProps) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)!) % 997;
  const color = `var(--color-series-${(sum % 8) + 1})`;
  return (
    <span
      {...(label ? { role: "img", "aria-label": label, title: name } : { "aria-hidden": true })}
      className={cn(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold text-ink-1",
        SIZE[size],
        className,
      )}
      style={{
        backgroundColor: `color-mix(in srgb, ${color} 18%, var(--color-bg))`,
        boxShadow: `inset 0 0 0 1px color-mix(in srgb, ${color} 45%, transparent)`,
      }}
    >
      {initials(name)}
    </span>
  );
}
