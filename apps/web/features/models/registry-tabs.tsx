"use client";
import { TabLinks } from "@triops/ui/tabs";
import { paths } from "../../shell/paths.ts";

export function RegistryTabs({ active }: { active: "models" | "webhooks" }) {
  return (
    <TabLinks
      label="Registry"
      items={[
        { href: paths.models(), label: "Models", active: active === "models" },
        { href: paths.models({ view: "webhooks" }), label: "Webhooks", active: active === "webhooks" },
      ]}
    />
  );
}
