"use client";
import { useNow } from "@triops/ui/now";
import { useEffect, useState } from "react";

/** The present once the page has come to life; null before, so that server and browser write the same. */
export function useLiveNow(): number | null {
  const now = useNow();
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return alive ? now : null;
}
