"use client";
import { Button, IconButton } from "@triops/ui/button";
import { ConfirmDialog, Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Menu, MenuItem, MenuSeparator } from "@triops/ui/menu";
import { Popover } from "@triops/ui/popover";
import { toast } from "@triops/ui/toast";
import { Tooltip } from "@triops/ui/tooltip";
import { Copy, MoreHorizontal, Trash2 } from "lucide-react";
import { useState } from "react";
import { Row, Section } from "./section.tsx";

export function OverlaysSection() {
  const [form, setForm] = useState(false);
  const [confirm, setConfirm] = useState(false);
  return (
    <Section title="Overlays">
      <Row>
        <Button onClick={() => setForm(true)}>Dialog</Button>
        <Button onClick={() => setConfirm(true)}>Confirm</Button>
        <Menu
          trigger={
            <IconButton label="More" variant="secondary" icon={<MoreHorizontal aria-hidden="true" />} />
          }
          align="start"
        >
          <MenuItem icon={<Copy aria-hidden="true" />} keys="c">
            Copy link
          </MenuItem>
          <MenuItem disabledReason="Only an admin can do this">Transfer</MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden="true" />}>
            Delete
          </MenuItem>
        </Menu>
        <Popover label="Details" trigger={<Button>Popover</Button>}>
          <p className="max-w-60 text-body">A small panel beside its button.</p>
        </Popover>
        <Tooltip content="Explains on hover and focus">
          <Button>Tooltip</Button>
        </Tooltip>
        <Button
          onClick={() => toast.success("Monitor saved", { description: "It runs every minute from now on." })}
        >
          Toast
        </Button>
        <Button
          onClick={() => toast.success("Alert silenced", { undo: () => toast.info("Alert is loud again") })}
        >
          Toast with undo
        </Button>
        <Button onClick={() => toast.error("Not saved", { description: "Another person changed it first." })}>
          Error toast
        </Button>
      </Row>
      <Dialog
        open={form}
        onOpenChange={setForm}
        title="Invite a member"
        description="They get an e-mail with a link that works for a day."
        onSubmit={() => setForm(false)}
        footer={
          <>
            <Button variant="ghost" onClick={() => setForm(false)}>
              Cancel
            </Button>
            <Button type="submit" variant="primary">
              Send invitation
            </Button>
          </>
        }
      >
        <Field label="E-mail" required>
          <Input type="email" placeholder="grace@example.com" />
        </Field>
      </Dialog>
      <ConfirmDialog
        open={confirm}
        onOpenChange={setConfirm}
        title="Revoke this key?"
        confirmLabel="Revoke key"
        typeToConfirm="ci-deploy"
        onConfirm={() => setConfirm(false)}
      >
        Machines that use it are refused at once. This cannot be undone.
      </ConfirmDialog>
    </Section>
  );
}
