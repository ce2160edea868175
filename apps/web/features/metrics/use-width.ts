"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Changes by less than this are not worth asking again for. */
const stepPx = 200;

/** Width of an element in whole steps, null before it is known. */
export function useWidth<Element extends HTMLElement>(): {
  ref: RefObject<Element | null>;
  widthPx: number | null;
} {
  const ref = useRef<Element>(null);
  const [widthPx, setWidthPx] = useState<number | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) setWidthPx(Math.max(stepPx, Math.round(width / stepPx) * stepPx));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, widthPx };
}
