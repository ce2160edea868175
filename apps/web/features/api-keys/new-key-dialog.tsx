"use client";
import type { NewApiKey } from "@triops/domains/api-keys/schemas";
import { SecretDialog } from "./secret-dialog.tsx";

/** The one time that a key can be read. */
export function NewKeyDialog({ made, onClose }: { made: NewApiKey | null; onClose: () => void }) {
  return (
    <SecretDialog
      title={made ? `Key “${made.name}”` : "Key"}
      label="API key"
      secret={made?.key ?? null}
      onClose={onClose}
    />
  );
}
