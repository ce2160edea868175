"use client";
import { rangeParameters } from "@triops/ui/time-ranges";
import { useState } from "react";
import type { PageRange } from "../../data/time-range.ts";
import type { Span } from "./reads.ts";

/** The page's range as it was when it, or what is asked, was chosen; it does not move while somebody reads. */
export function useFrozenSpan(page: PageRange, asked: string): Span {
  const key = JSON.stringify([rangeParameters(page.range), asked]);
  const now = { fromMs: page.fromMs, toMs: page.toMs };
  const [frozen, setFrozen] = useState({ key, span: now });
  if (frozen.key === key) return frozen.span;
  setFrozen({ key, span: now });
  return now;
}
