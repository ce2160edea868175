"use client";
import { TabLinks } from "@triops/ui/tabs";
import { usePathname } from "next/navigation";
import { SETTINGS } from "../../shell/navigation.ts";

export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <TabLinks
      label="Settings"
      items={SETTINGS.map(({ label, href }) => ({ label, href, active: pathname === href }))}
    />
  );
}
