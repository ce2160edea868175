"use client";
import type { Provider, TestResult } from "@triops/domains/llm-providers/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { toast } from "@triops/ui/toast";
import { Ellipsis, Pencil, Power, Stethoscope, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

const ProviderDialog = lazy(async () => ({ default: (await import("./form-dialog.tsx")).ProviderDialog }));

export function ProviderActions({ provider }: { provider: Provider }) {
  const router = useRouter();
  const change = useChange<Provider>("providers");
  const trial = useChange<TestResult>("providers");
  const mayWrite = useRefusal("llm-providers:admin");
  const [asking, setAsking] = useState<"disable" | "delete" | "edit" | null>(null);
  const { id, name, enabled, routes } = provider;
  const close = () => setAsking(null);
  const used =
    routes.length > 0 ? `Routes use it: ${routes.map((route) => route.name).join(", ")}` : undefined;
  return (
    <>
      <Button
        icon={<Stethoscope aria-hidden="true" />}
        loading={trial.isPending}
        disabledReason={mayWrite}
        onClick={() =>
          trial.mutate({
            path: `/providers/${id}/test`,
            onDone: (result) => (result.ok ? toast.success(result.message) : toast.error(result.message)),
          })
        }
      >
        Test
      </Button>
      <Button
        icon={<Pencil aria-hidden="true" />}
        disabledReason={mayWrite}
        onClick={() => setAsking("edit")}
      >
        Edit
      </Button>
      <Menu trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis aria-hidden="true" />} />}>
        <MenuItem
          icon={<Power aria-hidden="true" />}
          disabledReason={mayWrite}
          onSelect={() =>
            enabled
              ? setAsking("disable")
              : change.mutate({ path: `/providers/${id}/enable`, done: "It is asked again" })
          }
        >
          {enabled ? "Switch off" : "Switch on"}
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite ?? used}
          onSelect={() => setAsking("delete")}
        >
          Delete
        </MenuItem>
      </Menu>
      {asking === "edit" && (
        <Suspense>
          <ProviderDialog provider={provider} onClose={close} onSaved={close} />
        </Suspense>
      )}
      <ConfirmDialog
        open={asking === "disable"}
        onOpenChange={(open) => !open && close()}
        title={`Switch ${name} off?`}
        confirmLabel="Switch off"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({ path: `/providers/${id}/disable`, done: "Switched off", onDone: close })
        }
      >
        Its targets are passed over within a second. Routes with nobody else to ask answer 503.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => !open && close()}
        title={`Delete ${name}?`}
        confirmLabel="Delete provider"
        typeToConfirm={name}
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/providers/${id}`,
            done: "Deleted",
            onDone: () => router.push(paths.routes({ view: "providers" })),
          })
        }
      >
        Its key is gone for good. Records of calls that it answered stay.
      </ConfirmDialog>
    </>
  );
}
