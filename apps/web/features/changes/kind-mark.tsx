import {
  ArrowUpDown,
  CircleDot,
  Flag,
  GitCommitHorizontal,
  KeyRound,
  type LucideIcon,
  Package,
  Rocket,
  Settings2,
  Tag,
  TrendingUp,
  Undo2,
  Workflow,
} from "lucide-react";

const icons: Record<string, LucideIcon> = {
  deploy: Rocket,
  release: Package,
  rollback: Undo2,
  promotion: TrendingUp,
  label: Tag,
  config: Settings2,
  flag: Flag,
  scale: ArrowUpDown,
  access: KeyRound,
  code: GitCommitHorizontal,
  pipeline: Workflow,
};

/** The kind of a change as a picture; its word stands beside it. */
export function KindMark({ kind }: { kind: string }) {
  const Icon = icons[kind] ?? CircleDot;
  return (
    <span className="flex size-7 shrink-0 items-center justify-center rounded-full bg-sunken text-ink-2">
      <Icon aria-hidden="true" className="size-4" />
    </span>
  );
}
