"use client";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Snippet } from "@triops/ui/snippet";

type SecretDialogProps = { title: string; label: string; secret: string | null; onClose: () => void };

/** The one time that a secret can be read. */
export function SecretDialog({ title, label, secret, onClose }: SecretDialogProps) {
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice tone="warning">Copy it now: it cannot be shown again.</Notice>
        {secret !== null && <Snippet label={label} code={secret} />}
      </div>
    </Dialog>
  );
}
