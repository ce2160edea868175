"use client";
import type { Menu as Parts } from "radix-ui/internal";
import { createContext, use } from "react";

/** What items are made of, given by the panel around them: their code comes with it. */
export const MenuParts = createContext<typeof Parts | null>(null);

export function useMenuParts(): typeof Parts {
  const parts = use(MenuParts);
  if (!parts) throw new Error("Items of a menu belong into a Menu");
  return parts;
}
