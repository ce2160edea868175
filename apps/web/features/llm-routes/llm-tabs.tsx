"use client";
import { TabLinks } from "@triops/ui/tabs";
import { paths } from "../../shell/paths.ts";

export const llmViews = ["routes", "providers", "keys", "prices"] as const;
export type LlmView = (typeof llmViews)[number];

const labels: Record<LlmView, string> = {
  routes: "Routes",
  providers: "Providers",
  keys: "Virtual keys",
  prices: "Prices",
};

export function LlmTabs({ active }: { active: LlmView }) {
  return (
    <TabLinks
      label="Routes & keys"
      items={llmViews.map((view) => ({
        href: paths.routes(view === "routes" ? {} : { view }),
        label: labels[view],
        active: view === active,
      }))}
    />
  );
}
