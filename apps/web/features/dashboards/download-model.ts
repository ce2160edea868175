import type { DashboardModel } from "@triops/domains/dashboards/schemas";

/** A file that the import of any Triops takes. */
export function downloadModel(model: DashboardModel): void {
  const blob = new Blob([`${JSON.stringify(model, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${model.title.replaceAll(/[^\w-]+/g, "-").toLowerCase() || "dashboard"}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
