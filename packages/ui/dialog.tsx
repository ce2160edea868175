"use client";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import type { DialogProps } from "./dialog-panel.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { onDemand } from "./on-demand.ts";

const usePanel = onDemand(() => import("./dialog-panel.tsx"));

/** A modal: to confirm, to destroy, or for a short form. To inspect something use `Drawer`. */
export function Dialog(props: DialogProps) {
  const Panel = usePanel(props.open);
  return Panel && <Panel {...props} />;
}

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, in one or two sentences. */
  children: ReactNode;
  /** A verb with its object: "Revoke key". */
  confirmLabel: string;
  onConfirm: () => void | Promise<void>;
  danger?: boolean;
  /** The reader must type this first, for what cannot be undone. */
  typeToConfirm?: string;
  pending?: boolean;
};

/** Asks before something that cannot be undone. What can be undone needs a toast with undo instead. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirmLabel,
  onConfirm,
  danger = true,
  typeToConfirm,
  pending,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const blocked = typeToConfirm !== undefined && typed !== typeToConfirm;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setTyped("");
        onOpenChange(next);
      }}
      title={title}
      size="sm"
      onSubmit={() => {
        if (!blocked) void onConfirm();
      }}
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant={danger ? "danger" : "primary"}
            loading={pending ?? false}
            disabledReason={blocked ? `Type “${typeToConfirm}” first` : undefined}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-body text-ink-2">
        <div>{children}</div>
        {typeToConfirm !== undefined && (
          <Field label={`Type “${typeToConfirm}” to confirm`}>
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          </Field>
        )}
      </div>
    </Dialog>
  );
}
