"use client";
import type { NewApiKey } from "@triops/domains/api-keys/schemas";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Snippet } from "@triops/ui/snippet";

/** The one time that a key can be read. */
export function NewKeyDialog({ made, onClose }: { made: NewApiKey | null; onClose: () => void }) {
  return (
    <Dialog
      open={made !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={made ? `Key “${made.name}”` : "Key"}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice tone="warning">Copy it now: it cannot be shown again.</Notice>
        {made && <Snippet label="API key" code={made.key} />}
      </div>
    </Dialog>
  );
}
