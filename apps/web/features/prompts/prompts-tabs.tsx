import { TabLinks } from "@triops/ui/tabs";
import { paths } from "../../shell/paths.ts";

/** Prompts, and the requests to move their protected labels. */
export function PromptsTabs({ active }: { active: "prompts" | "requests" }) {
  return (
    <TabLinks
      label="Prompts"
      items={[
        { href: paths.prompts(), label: "Prompts", active: active === "prompts" },
        { href: paths.labelRequests(), label: "Label requests", active: active === "requests" },
      ]}
    />
  );
}
