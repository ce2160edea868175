import { Database, FlaskConical, type LucideIcon, Package, PackageOpen, Rocket } from "lucide-react";

export type LineageKind = "dataset" | "run" | "logged-model" | "version" | "deployment";

/** A thing in the drawing. */
export type LineageBox = {
  id: string;
  kind: LineageKind;
  name: string;
  detail?: string | undefined;
  href?: string | undefined;
  /** The thing whose page this is. */
  here?: boolean;
};

/** `label`: how they belong together, "canary 5 %". */
export type LineageLink = { from: string; to: string; label?: string | null };

export const kindLabel: Record<LineageKind, string> = {
  dataset: "Dataset",
  run: "Training run",
  "logged-model": "Logged model",
  version: "Model version",
  deployment: "Deployment",
};

export const kindIcon: Record<LineageKind, LucideIcon> = {
  dataset: Database,
  run: FlaskConical,
  "logged-model": PackageOpen,
  version: Package,
  deployment: Rocket,
};
