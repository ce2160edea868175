"use client";
import { TabLinks } from "@triops/ui/tabs";
import { usePathname } from "next/navigation";
import { paths } from "../../shell/paths.ts";

export function AlertTabs() {
  const pathname = usePathname();
  const silences = pathname.startsWith(paths.silences());
  return (
    <TabLinks
      label="Alerts"
      items={[
        { href: paths.alerts(), label: "Alerts", active: !silences },
        { href: paths.silences(), label: "Silences", active: silences },
      ]}
    />
  );
}
