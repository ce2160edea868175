"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const coarseRowPx = 44;
const fineRowPx = 28;
const overscanRows = 16;
/** What the server and the first paint show. */
const firstHeightPx = 900;

/** Which rows of one height are near what is seen of a scrolled element. */
export function useRowWindow(element: RefObject<HTMLElement | null>, count: number) {
  const [rowPx, setRowPx] = useState(fineRowPx);
  const [seen, setSeen] = useState({ topPx: 0, heightPx: firstHeightPx });
  const frame = useRef(0);
  useEffect(() => {
    if (window.matchMedia("(pointer: coarse)").matches) setRowPx(coarseRowPx);
    const scrolled = element.current;
    if (!scrolled) return;
    const measure = () => {
      frame.current = 0;
      setSeen((before) => {
        // Only a new row matters.
        const topPx = Math.floor(scrolled.scrollTop / fineRowPx) * fineRowPx;
        const heightPx = scrolled.clientHeight || firstHeightPx;
        return before.topPx === topPx && before.heightPx === heightPx ? before : { topPx, heightPx };
      });
    };
    const later = () => {
      frame.current ||= requestAnimationFrame(measure);
    };
    const observer = new ResizeObserver(later);
    observer.observe(scrolled);
    scrolled.addEventListener("scroll", later, { passive: true });
    measure();
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      observer.disconnect();
      scrolled.removeEventListener("scroll", later);
    };
  }, [element]);
  const first = Math.max(0, Math.floor(seen.topPx / rowPx) - overscanRows);
  const last = Math.min(count - 1, Math.ceil((seen.topPx + seen.heightPx) / rowPx) + overscanRows);
  const show = useCallback(
    (row: number, align: "near" | "centre" = "near") => {
      const scrolled = element.current;
      if (!scrolled) return;
      const top = row * rowPx;
      const height = scrolled.clientHeight;
      if (align === "near" && top >= scrolled.scrollTop && top + rowPx <= scrolled.scrollTop + height) return;
      const above =
        align === "centre" || top < scrolled.scrollTop - height || top > scrolled.scrollTop + 2 * height;
      scrolled.scrollTop = above
        ? top - (height - rowPx) / 2
        : top < scrolled.scrollTop
          ? top
          : top + rowPx - height;
    },
    [element, rowPx],
  );
  return {
    rowPx,
    first,
    last,
    seenFirst: seen.topPx / rowPx,
    seenLast: (seen.topPx + seen.heightPx) / rowPx,
    show,
  };
}
