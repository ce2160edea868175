"use client";
import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type CardColumn<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  primary?: boolean;
  hideHeader?: boolean;
  /** Left out of cards too: it matters less. */
  hideBelow?: "md" | "lg";
};

type CardsProps<Row> = {
  caption: string;
  columns: readonly CardColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onRowOpen: ((row: Row) => void) | undefined;
  activeKey: string | null;
};

/** The table on phones: one card per row, every value with its label. The browser skips cards off screen. */
export function DataTableCards<Row>({
  caption,
  columns,
  rows,
  rowKey,
  onRowOpen,
  activeKey,
}: CardsProps<Row>) {
  const primary = columns.find((column) => column.primary) ?? columns[0];
  if (!primary) return null;
  // Marks stand before the title and actions after it, as in the table.
  const nameless = columns.filter((column) => column !== primary && column.hideHeader);
  const isAfter = (column: CardColumn<Row>) => columns.indexOf(column) > columns.indexOf(primary);
  const rest = columns.filter((column) => column !== primary && !column.hideHeader && !column.hideBelow);
  return (
    <ul aria-label={caption} className="flex flex-col">
      {rows.map((row) => {
        const key = rowKey(row);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the title below is the button for keyboards
          <li
            key={key}
            aria-current={key === activeKey ? "true" : undefined}
            onClick={(event) => {
              if (!(event.target as HTMLElement).closest("a, button, input, [role='checkbox']"))
                onRowOpen?.(row);
            }}
            className={cn(
              "border-line-subtle border-b px-3 py-3 [contain-intrinsic-size:auto_7rem] [content-visibility:auto] last:border-b-0",
              key === activeKey && "bg-accent-tint shadow-[inset_2px_0_var(--color-accent)]",
            )}
          >
            <div className="flex items-center gap-2">
              <CardMarks columns={nameless.filter((column) => !isAfter(column))} row={row} />
              <div className="min-w-0 flex-1 text-form font-medium text-ink-1">
                {onRowOpen ? (
                  <CardTitle onOpen={() => onRowOpen(row)}>{primary.cell(row)}</CardTitle>
                ) : (
                  primary.cell(row)
                )}
              </div>
              <CardMarks columns={nameless.filter(isAfter)} row={row} />
            </div>
            <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-body">
              {rest.map((column) => (
                <div key={column.id} className="col-span-2 grid grid-cols-subgrid items-center">
                  <dt className="text-dense text-ink-3">{column.header}</dt>
                  <dd className="min-w-0 truncate text-right text-ink-2 tabular-nums [&>.flex]:justify-end [&>svg]:ml-auto">
                    {column.cell(row)}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

function CardMarks<Row>({ columns, row }: { columns: readonly CardColumn<Row>[]; row: Row }) {
  return columns.map((column) => (
    <span key={column.id} className="flex shrink-0">
      {column.cell(row)}
    </span>
  ));
}

/** The title may itself contain a link; then the link is the way in for keyboards, else this button. */
function CardTitle({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  return (
    <span className="relative block">
      {children}
      <button type="button" onClick={onOpen} className="sr-only focus:not-sr-only">
        Open
      </button>
    </span>
  );
}
