"use client";
"use no memo";
// useVirtualizer hands out an instance that changes in place; React Compiler must not memoise what reads it.

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { cn } from "./class-names.ts";

export type VirtualListHandle = {
  scrollToTop(): void;
  /** Brings an item into view; "center" for one that was chosen elsewhere. */
  scrollToIndex(index: number, align?: "auto" | "center"): void;
};

type VirtualListProps<Item> = {
  /** Names the list for screen readers. */
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  children: (item: Item, index: number) => ReactNode;
  /** Height of a usual item; the true one is measured, so items may differ. */
  estimatePx: number;
  /** CSS length; the list scrolls inside it. */
  maxHeight?: string;
  /** Stays on top while the items scroll. */
  head?: ReactNode;
  /** After the last item: a button, an end. */
  foot?: ReactNode;
  /** Near the end: ask for more. */
  onNearEnd?: (() => void) | undefined;
  /** Whether the reader is at the very top, where new items may appear. */
  onTopChange?: (atTop: boolean) => void;
  handle?: Ref<VirtualListHandle>;
  className?: string;
};

const OVERSCAN = 16;
const NEAR_END_PX = 600;

/** A long list of items of any height: only those in view exist. For rows of one height with columns use `DataTable`. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  children,
  estimatePx,
  maxHeight = "calc(100dvh - 15rem)",
  head,
  foot,
  onNearEnd,
  onTopChange,
  handle,
  className,
}: VirtualListProps<Item>) {
  const scroller = useRef<HTMLElement>(null);
  const [atTop, setAtTop] = useState(true);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => keyOf(items[index] as Item),
    estimateSize: () => estimatePx,
    overscan: OVERSCAN,
    // The server and the first paint show a screenful.
    initialRect: { width: 1200, height: 800 },
  });
  useImperativeHandle(handle, () => ({
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    scrollToIndex: (index, align = "auto") => virtualizer.scrollToIndex(index, { align }),
  }));
  useEffect(() => onTopChange?.(atTop), [atTop]);

  function onScroll() {
    const element = scroller.current;
    if (!element) return;
    setAtTop(element.scrollTop <= 4);
    if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX) onNearEnd?.();
  }
  const shown = virtualizer.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  return (
    <section
      ref={scroller}
      aria-label={label}
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      onScroll={onScroll}
      style={{ maxHeight }}
      className={cn(
        "relative overflow-auto overscroll-x-contain focus-visible:outline-offset-[-2px]",
        className,
      )}
    >
      {head}
      <div style={{ height: virtualizer.getTotalSize() }} className="relative min-w-full">
        <ol style={{ transform: `translateY(${before}px)` }} className="absolute inset-x-0 top-0">
          {shown.map((item) => (
            <li key={item.key} data-index={item.index} ref={virtualizer.measureElement}>
              {children(items[item.index] as Item, item.index)}
            </li>
          ))}
        </ol>
      </div>
      {foot}
    </section>
  );
}
