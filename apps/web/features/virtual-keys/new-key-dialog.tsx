"use client";
import type { NewVirtualKey } from "@triops/domains/virtual-keys/schemas";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Snippet } from "@triops/ui/snippet";
import { useMe } from "../../data/me.tsx";
import { CallSnippets } from "../llm-routes/call-snippets.tsx";

/** The one time that a key can be read, with what to do with it. */
export function NewVirtualKeyDialog({ made, onClose }: { made: NewVirtualKey | null; onClose: () => void }) {
  const { gatewayUrl } = useMe();
  return (
    <Dialog
      open={made !== null}
      onOpenChange={(open) => !open && onClose()}
      title={made ? `Key “${made.name}”` : "Key"}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      {made && (
        <div className="flex flex-col gap-4">
          <Notice tone="warning">Copy it now: it cannot be shown again.</Notice>
          <Snippet label="virtual key" code={made.key} />
          <CallSnippets
            gatewayUrl={gatewayUrl}
            model={made.allowedRoutes?.[0]?.name ?? "your-route"}
            keyText={made.key}
          />
        </div>
      )}
    </Dialog>
  );
}
