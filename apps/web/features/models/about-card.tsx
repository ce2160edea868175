"use client";
import type { Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { TagList } from "./tag-list.tsx";

const EditDialog = lazy(async () => ({ default: (await import("./edit-dialog.tsx")).EditDialog }));

export function AboutCard({ model }: { model: Model }) {
  const [editing, setEditing] = useState(false);
  const mayWrite = useRefusal("models:write");
  return (
    <Card
      title="About"
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={<Pencil aria-hidden="true" />}
          disabledReason={mayWrite}
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      }
    >
      <Facts
        items={[
          { label: "Owners", value: model.owners.length > 0 ? model.owners.join(", ") : "Nobody named" },
          { label: "Description", value: model.description || "None" },
        ]}
      />
      <TagList tags={model.tags} path={`/models/${model.id}`} noun="models" className="mt-3" />
      {editing && (
        <Suspense>
          <EditDialog model={model} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Card>
  );
}
