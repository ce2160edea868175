"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Half a screen ahead: a panel has its data when it comes into sight. */
const margin = "50% 0px";

/** Whether an element is in sight or nearly so, and its size. Nothing is known before the first paint. */
export function useOnScreen<E extends HTMLElement>(): {
  ref: RefObject<E | null>;
  inSight: boolean;
  widthPx: number;
  heightPx: number;
} {
  const ref = useRef<E>(null);
  const [inSight, setInSight] = useState(false);
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const sight = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? false), {
      rootMargin: margin,
    });
    const sizes = new ResizeObserver(([entry]) => {
      const box = entry?.contentRect;
      if (box) setSize({ widthPx: Math.floor(box.width), heightPx: Math.floor(box.height) });
    });
    sight.observe(element);
    sizes.observe(element);
    return () => {
      sight.disconnect();
      sizes.disconnect();
    };
  }, []);
  return { ref, inSight, ...size };
}
