"use client";
import type { SelectOption } from "@triops/ui/select";
import { GripVertical } from "lucide-react";
import { type DragEvent, useState } from "react";
import { moved, replaced, type TargetDraft, without } from "./draft.ts";
import { TargetFields } from "./target-fields.tsx";

type FallbackListProps = {
  fallbacks: readonly TargetDraft[];
  providers: readonly SelectOption[];
  onChange: (fallbacks: readonly TargetDraft[]) => void;
};

/** Who is asked when the others fail, in order that buttons change, or dragging. */
export function FallbackList({ fallbacks, providers, onChange }: FallbackListProps) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const move = (from: number, to: number) => {
    const next = moved(fallbacks, from, to);
    if (next === fallbacks) return;
    onChange(next);
    setSaid(`Asked at place ${to + 1} of ${fallbacks.length} now`);
  };
  const begin = (event: DragEvent<HTMLElement>, key: string) => {
    setDragged(key);
    event.dataTransfer.effectAllowed = "move";
    // Firefox drags nothing without data.
    event.dataTransfer.setData("text/plain", key);
    const line = event.currentTarget.closest("li");
    if (line) event.dataTransfer.setDragImage(line, 12, 24);
  };
  const over = (event: DragEvent<HTMLElement>, index: number) => {
    const from = fallbacks.findIndex(({ key }) => key === dragged);
    if (from < 0) return;
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    // Past its middle only: lines of unequal height would change places for ever.
    const passed = event.clientY > top + height / 2;
    if (from !== index && passed === index > from) move(from, index);
  };
  return (
    <>
      <ol className="flex flex-col gap-2">
        {fallbacks.map((target, index) => (
          <li
            key={target.key}
            className={target.key === dragged ? "flex items-stretch opacity-60" : "flex items-stretch"}
            onDragOver={(event) => over(event, index)}
            onDrop={(event) => event.preventDefault()}
          >
            {fallbacks.length > 1 && (
              <span
                aria-hidden="true"
                draggable
                title="Drag to another place"
                className="hidden w-6 shrink-0 cursor-grab items-center justify-center text-ink-3 hover:text-ink-1 active:cursor-grabbing sm:flex"
                onDragStart={(event) => begin(event, target.key)}
                onDragEnd={() => setDragged(null)}
              >
                <GripVertical className="size-4" />
              </span>
            )}
            <div className="min-w-0 flex-1">
              <TargetFields
                target={target}
                name={`Fallback ${index + 1}`}
                providers={providers}
                onChange={(next) => onChange(replaced(fallbacks, next))}
                onRemove={() => onChange(without(fallbacks, target.key))}
                onMove={{
                  up: index === 0 ? undefined : () => move(index, index - 1),
                  down: index === fallbacks.length - 1 ? undefined : () => move(index, index + 1),
                }}
              />
            </div>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}
