"use client";
import { TabLinks } from "@triops/ui/tabs";
import { usePathname } from "next/navigation";
import { paths } from "../../shell/paths.ts";

const views = [
  { href: paths.sources(), label: "Senders" },
  { href: paths.refused(), label: "Refused" },
  { href: paths.targets(), label: "Scrape targets" },
  { href: paths.setUp(), label: "Set up" },
];

export function SourcesTabs() {
  const pathname = usePathname();
  return (
    <TabLinks label="Sources" items={views.map((view) => ({ ...view, active: pathname === view.href }))} />
  );
}
