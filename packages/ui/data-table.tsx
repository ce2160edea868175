"use client";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./class-names.ts";
import { Refreshing } from "./data-states.tsx";
import { DataTableCards } from "./data-table-cards.tsx";
import { DataTableHead, type Sort } from "./data-table-head.tsx";
import { OVERSCAN_ROWS, useRowWindow } from "./row-window.ts";
import { useShortcut } from "./shortcuts.ts";
import { SkeletonRows } from "./skeleton.tsx";
import { useWindowKind } from "./window-width.ts";

export type { Sort } from "./data-table-head.tsx";

/** Declare columns at module scope: a new array on every render re-renders every row. */
export type Column<Row> = {
  id: string;
  /** Heading; also the label of the value on phones. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** Width in pixels; columns without one share what is left. */
  widthPx?: number;
  align?: "start" | "end";
  sortable?: boolean;
  /** Matters less: left out when the table is narrower than this (md 672 px, lg 896 px) and on cards. */
  hideBelow?: "md" | "lg";
  /** Title of the card on phones; the first column when none is marked. */
  primary?: boolean;
  /** Screen readers only: for a column of marks or menus. */
  hideHeader?: boolean;
};

export type DataTableProps<Row> = {
  /** Names the table for screen readers: "Open alerts". */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Opens the row: Enter, click. With `rowHref` alone the row's link is followed instead. */
  onRowOpen?: (row: Row) => void;
  /** Key of the row whose panel is open. */
  activeKey?: string | null;
  sort?: Sort | null;
  onSortChange?: (sort: Sort) => void;
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selection: ReadonlySet<string>) => void;
  /** Names a row for its checkbox. Defaults to its key. */
  rowLabel?: (row: Row) => string;
  /** Number of all rows when it is known; else leave it out and say `hasMore`. */
  total?: number;
  hasMore?: boolean;
  onLoadMore?: () => void;
  loadingMore?: boolean;
  /** First load: nothing to show yet. */
  loading?: boolean;
  /** New data is on its way; old rows stay. */
  refreshing?: boolean;
  /** `ErrorState` in place of the rows. */
  error?: ReactNode;
  /** `EmptyNever` or `EmptyFilter` in place of the rows. */
  empty?: ReactNode;
  /** CSS length; the table scrolls inside it. "none" lets the page scroll (no virtualisation). */
  maxHeight?: string;
  /** `false` when another list on the page owns j and k. */
  rowKeys?: boolean;
  className?: string;
};

/** Below this many rows the browser copes without virtualisation. */
const VIRTUAL_FROM = 80;
const ROW_PX = 36;
const FLEXIBLE_MIN_PX = 160;

/** Clicks on these inside a row are theirs, not the row's. */
const OWN_CLICK = "a, button, input, label, select, textarea, [role='checkbox'], [role='menuitem']";

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, loading = false, refreshing = false, error, empty, className } = props;
  if (error) return <div className={className}>{error}</div>;
  if (loading) {
    return (
      <div className={className}>
        <SkeletonRows label={`Loading ${props.caption}`} />
      </div>
    );
  }
  if (rows.length === 0) return <div className={className}>{empty}</div>;
  return (
    <Refreshing active={refreshing} className={className}>
      <Rows {...props} />
    </Refreshing>
  );
}

function Rows<Row>({
  caption,
  columns,
  rows,
  rowKey,
  onRowOpen,
  activeKey,
  sort,
  onSortChange,
  selection,
  onSelectionChange,
  rowLabel = rowKey,
  total,
  hasMore = false,
  onLoadMore,
  loadingMore = false,
  maxHeight = "calc(100dvh - 15rem)",
  rowKeys = true,
}: DataTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const windowKind = useWindowKind();
  const [cursor, setCursor] = useState(-1);
  const virtual = maxHeight !== "none" && rows.length >= VIRTUAL_FROM;
  const rowPx = useRowHeightPx(scroller);
  const { first, last, show } = useRowWindow(scroller, {
    count: rows.length,
    rowPx,
    headPx: ROW_PX,
    enabled: virtual && windowKind !== "phone",
  });
  const before = first * rowPx;
  const after = (rows.length - 1 - last) * rowPx;

  // Near the end the next page is asked for before the reader gets there.
  const end = useRef<HTMLDivElement>(null);
  const canLoadMore = hasMore && !loadingMore && onLoadMore !== undefined;
  useEffect(() => {
    if (!canLoadMore || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onLoadMore();
      },
      { root: scroller.current, rootMargin: `0px 0px ${OVERSCAN_ROWS * ROW_PX}px 0px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [canLoadMore, onLoadMore]);

  function moveTo(index: number) {
    const next = Math.min(Math.max(index, 0), rows.length - 1);
    setCursor(next);
    if (virtual) show(next);
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${next}"]`)
        ?.focus({ preventScroll: virtual });
    });
  }
  const at = cursor >= 0 ? cursor : rows.findIndex((row) => rowKey(row) === activeKey);
  function step(by: 1 | -1) {
    // Without a row to start from, the first one in view.
    if (at >= 0) moveTo(at + by);
    else moveTo(virtual ? Math.round((scroller.current?.scrollTop ?? 0) / rowPx) : 0);
  }
  useShortcut({ keys: "j", label: "Next row", group: "List" }, () => step(1), { enabled: rowKeys });
  useShortcut({ keys: "k", label: "Previous row", group: "List" }, () => step(-1), { enabled: rowKeys });

  function toggle(keys: readonly string[], on: boolean) {
    const next = new Set(selection);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    onSelectionChange?.(next);
  }
  const selectable = selection !== undefined && onSelectionChange !== undefined;

  function onRowKeyDown(event: KeyboardEvent, row: Row, index: number) {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") openRow(event.currentTarget as HTMLElement, row);
    else if (event.key === "ArrowDown") moveTo(index + 1);
    else if (event.key === "ArrowUp") moveTo(index - 1);
    else if (event.key === "Home") moveTo(0);
    else if (event.key === "End") moveTo(rows.length - 1);
    else if ((event.key === "x" || event.key === " ") && selectable)
      toggle([rowKey(row)], !selection.has(rowKey(row)));
    else return;
    event.preventDefault();
  }
  function openRow(element: HTMLElement, row: Row) {
    if (onRowOpen) onRowOpen(row);
    else element.querySelector<HTMLAnchorElement>("a[href]")?.click();
  }
  function onRowClick(event: MouseEvent<HTMLTableRowElement>, row: Row, index: number) {
    setCursor(index);
    if ((event.target as HTMLElement).closest(OWN_CLICK)) return;
    // Selecting text in a cell is not opening the row.
    if (window.getSelection()?.toString()) return;
    openRow(event.currentTarget, row);
  }

  const span = columns.length + (selectable ? 1 : 0);
  const more = hasMore && onLoadMore && (
    <Button size="sm" variant="ghost" loading={loadingMore} onClick={onLoadMore}>
      Load more
    </Button>
  );
  const moreLook = "flex justify-center border-line-subtle border-t p-2";

  return (
    <>
      {windowKind !== "phone" && (
        <section
          ref={scroller}
          aria-label={caption}
          // A scrolling region must be reachable by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          style={maxHeight === "none" ? undefined : { maxHeight }}
          className="@container hidden overflow-auto overscroll-x-contain rounded-[inherit] scroll-pt-9 focus-visible:outline-offset-[-2px] sm:block"
        >
          <table
            aria-rowcount={total === undefined ? (hasMore ? -1 : rows.length + 1) : total + 1}
            style={{ minWidth: minWidthPx(columns) }}
            className="w-full table-fixed border-separate border-spacing-0 text-body tabular-nums"
          >
            <caption className="sr-only">{caption}</caption>
            <DataTableHead
              columns={columns}
              sort={sort ?? null}
              onSortChange={onSortChange}
              {...(selectable
                ? {
                    allSelected: rows.every((row) => selection.has(rowKey(row)))
                      ? true
                      : selection.size > 0
                        ? ("indeterminate" as const)
                        : false,
                    onSelectAll: (on: boolean) => toggle(rows.map(rowKey), on),
                  }
                : {})}
            />
            <tbody>
              {before > 0 && <Spacer heightPx={before} span={span} />}
              {rows.slice(first, last + 1).map((row, offset) => {
                const index = first + offset;
                const key = rowKey(row);
                const isSelected = selectable && selection.has(key);
                const isActive = key === activeKey;
                return (
                  <tr
                    key={key}
                    data-index={index}
                    aria-rowindex={index + 2}
                    aria-current={isActive ? "true" : undefined}
                    tabIndex={index === Math.max(cursor, 0) ? 0 : -1}
                    onKeyDown={(event) => onRowKeyDown(event, row, index)}
                    onClick={(event) => onRowClick(event, row, index)}
                    className={cn(
                      "group h-row focus-visible:outline-offset-[-2px]",
                      onRowOpen && "cursor-default",
                      (isActive || isSelected) && "bg-accent-tint shadow-[inset_2px_0_var(--color-accent)]",
                      !isActive && !isSelected && "hover:bg-raised",
                    )}
                  >
                    {selectable && (
                      <td className="border-line-subtle border-b pl-3 align-middle">
                        <Checkbox
                          aria-label={`Select ${rowLabel(row)}`}
                          checked={isSelected}
                          onCheckedChange={(on) => toggle([key], on)}
                        />
                      </td>
                    )}
                    {columns.map((column) => (
                      <td
                        key={column.id}
                        className={cn(
                          "truncate border-line-subtle border-b px-3 align-middle text-ink-2",
                          column.align === "end" && "text-right",
                          column.hideBelow === "md" && "@max-2xl:hidden",
                          column.hideBelow === "lg" && "@max-4xl:hidden",
                        )}
                      >
                        {column.cell(row)}
                      </td>
                    ))}
                  </tr>
                );
              })}
              {after > 0 && <Spacer heightPx={after} span={span} />}
            </tbody>
          </table>
          {more && (
            <div ref={end} className={moreLook}>
              {more}
            </div>
          )}
        </section>
      )}
      {windowKind !== "wide" && (
        <div className="sm:hidden">
          <DataTableCards
            caption={caption}
            columns={columns}
            rows={rows}
            rowKey={rowKey}
            onRowOpen={onRowOpen}
            activeKey={activeKey ?? null}
          />
          {more && <div className={moreLook}>{more}</div>}
        </div>
      )}
    </>
  );
}

/** Narrower than this the table scrolls sideways, so that a column without a width does not vanish. */
function minWidthPx(columns: readonly { widthPx?: number; hideBelow?: string }[]): number {
  return columns
    .filter((column) => !column.hideBelow)
    .reduce((sum, column) => sum + (column.widthPx ?? FLEXIBLE_MIN_PX), 0);
}

/** Holds the place of rows that are not rendered. */
function Spacer({ heightPx, span }: { heightPx: number; span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without a tab index does not take focus
    <tr aria-hidden="true" style={{ height: heightPx }}>
      <td colSpan={span} />
    </tr>
  );
}

/** Height of a row as density and pointer decide it (tokens.css). */
function useRowHeightPx(element: React.RefObject<HTMLElement | null>): number {
  const [px, setPx] = useState(ROW_PX);
  useEffect(() => {
    const row = element.current?.querySelector("tr[data-index]");
    if (!row) return;
    const observer = new ResizeObserver(() => setPx(row.getBoundingClientRect().height || ROW_PX));
    observer.observe(row);
    return () => observer.disconnect();
  }, [element]);
  return px;
}
