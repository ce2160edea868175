"use client";
import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Rows kept beyond what is seen, on either side. */
export const OVERSCAN_ROWS = 12;
/** The window moves in steps of this many rows, so that most scrolling renders nothing. */
const STEP_ROWS = 4;

export type RowWindow = { first: number; last: number };

/** Which of `count` rows of one height should exist. `last` is −1 when there are none. */
export function rowsInView({
  count,
  rowPx,
  scrollTopPx,
  heightPx,
}: {
  count: number;
  rowPx: number;
  scrollTopPx: number;
  heightPx: number;
}): RowWindow {
  const top = Math.floor(Math.max(scrollTopPx, 0) / rowPx);
  const step = Math.min(top - (top % STEP_ROWS), Math.max(count - 1, 0));
  const seen = Math.ceil(heightPx / rowPx) + STEP_ROWS;
  return { first: Math.max(step - OVERSCAN_ROWS, 0), last: Math.min(step + seen + OVERSCAN_ROWS, count - 1) };
}

/** Where to scroll so that a row is wholly in view, under a head of `headPx`; unchanged when it already is. */
export function scrollTopFor(
  index: number,
  {
    rowPx,
    headPx,
    scrollTopPx,
    heightPx,
  }: { rowPx: number; headPx: number; scrollTopPx: number; heightPx: number },
): number {
  const top = index * rowPx;
  if (top < scrollTopPx) return top;
  const lowest = top + rowPx + headPx - heightPx;
  return lowest > scrollTopPx ? lowest : scrollTopPx;
}

/** The server and the first paint show a screenful. */
const FIRST_VIEW = { scrollTopPx: 0, heightPx: 800 };

/** Follows a scrolling element; all rows while it is not `enabled`. Rows are all `rowPx` high. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, rowPx, headPx, enabled }: { count: number; rowPx: number; headPx: number; enabled: boolean },
): RowWindow & { show: (index: number) => void } {
  const [view, setView] = useState(FIRST_VIEW);
  useEffect(() => {
    const element = scroller.current;
    if (!element || !enabled) return;
    const follow = () => {
      const next = { scrollTopPx: element.scrollTop, heightPx: element.clientHeight };
      setView((before) => {
        const a = rowsInView({ count, rowPx, ...before });
        const b = rowsInView({ count, rowPx, ...next });
        return a.first === b.first && a.last === b.last ? before : next;
      });
    };
    // Before the next paint, or a fast wheel shows empty rows.
    const onScroll = () => flushSync(follow);
    follow();
    element.addEventListener("scroll", onScroll, { passive: true });
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [scroller, count, rowPx, enabled]);

  function show(index: number) {
    const element = scroller.current;
    if (!element) return;
    const heightPx = element.clientHeight;
    const scrollTopPx = scrollTopFor(index, { rowPx, headPx, scrollTopPx: element.scrollTop, heightPx });
    element.scrollTop = scrollTopPx;
    flushSync(() => setView({ scrollTopPx, heightPx }));
  }
  const window = enabled ? rowsInView({ count, rowPx, ...view }) : { first: 0, last: count - 1 };
  return { ...window, show };
}
