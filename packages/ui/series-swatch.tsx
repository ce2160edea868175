/** A short piece of a series' line: colour and dash. */
export function SeriesSwatch({ color, dash }: { color: string; dash: readonly number[] | null }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 18 8" className="h-2 w-4.5 shrink-0">
      <line
        x1="1"
        x2="17"
        y1="4"
        y2="4"
        stroke={color}
        strokeWidth="3"
        {...(dash ? { strokeDasharray: dash.join(" ") } : { strokeLinecap: "round" as const })}
      />
    </svg>
  );
}
