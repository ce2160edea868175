"use client";
import type { Panel } from "@triops/domains/dashboards/schemas";
import { IconButton } from "@triops/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@triops/ui/menu";
import { toast } from "@triops/ui/toast";
import { Braces, Compass, Download, Ellipsis, Eye, Maximize2, Minimize2, Pencil } from "lucide-react";
import { useRefusal } from "../../../data/me.tsx";
import { paths } from "../../../shell/paths.ts";
import { panelPoints, panelScope, type Stretch } from "../data/use-panel-data.ts";
import { fillLogs, fillPromql, type Scope } from "../variables/scope.ts";

type PanelMenuProps = {
  panel: Panel;
  title: string;
  scope: Scope;
  stretch: Stretch;
  full: boolean;
  onFull(): void;
  /** Absent where the dashboard cannot be changed. */
  onEdit?: () => void;
};

/** What a reader does with a panel: look closer, go on in the explorer, have it watched, take its data. */
export function PanelMenu({ panel, title, scope, stretch, full, onFull, onEdit }: PanelMenuProps) {
  const mayWatch = useRefusal("monitors:write");
  const own = panelScope(scope, stretch, panelPoints(600));
  const texts = panel.queries.flatMap((query) =>
    query.kind === "promql" && query.expr.trim() !== "" ? [fillPromql(query.expr, own)] : [],
  );
  const log = panel.queries.find((query) => query.kind === "logs");
  const place = { from: new Date(stretch.fromMs).toISOString(), to: new Date(stretch.toMs).toISOString() };
  // As the explorer writes its own links; the unit goes along.
  const queries = texts.map((q) => ({ q, m: "code", u: panel.options.unit }));
  const explore = { queries: JSON.stringify(queries) };
  return (
    <Menu
      trigger={
        <IconButton
          size="sm"
          label={`More for ${title || "this panel"}`}
          icon={<Ellipsis aria-hidden="true" />}
          className="opacity-0 transition-opacity focus-visible:opacity-100 group-hover/panel:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
        />
      }
    >
      <MenuItem
        icon={full ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
        onSelect={onFull}
      >
        {full ? "Back to the dashboard" : "Full screen"}
      </MenuItem>
      {onEdit && (
        <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={onEdit}>
          Edit
        </MenuItem>
      )}
      {texts.length > 0 && (
        <>
          <MenuItem icon={<Compass aria-hidden="true" />} href={paths.metrics({ ...explore, ...place })}>
            Explore
          </MenuItem>
          <MenuItem
            icon={<Eye aria-hidden="true" />}
            href={paths.newMonitor({ promql: texts[0] })}
            disabledReason={mayWatch}
          >
            Watch this
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            icon={<Braces aria-hidden="true" />}
            onSelect={() =>
              void navigator.clipboard?.writeText(texts.join("\n")).then(
                () => toast.success("PromQL copied"),
                () => toast.error("The browser does not allow copying here"),
              )
            }
          >
            Copy as PromQL
          </MenuItem>
          <MenuItem
            icon={<Download aria-hidden="true" />}
            onSelect={() => void download(title, texts, stretch)}
          >
            Download CSV
          </MenuItem>
        </>
      )}
      {log?.kind === "logs" && (
        <MenuItem
          icon={<Compass aria-hidden="true" />}
          href={paths.logs({ q: fillLogs(log.query, scope), ...place })}
        >
          Explore
        </MenuItem>
      )}
      {panel.type === "alerts" && (
        <MenuItem icon={<Compass aria-hidden="true" />} href={paths.alerts()}>
          Open alerts
        </MenuItem>
      )}
    </Menu>
  );
}

/** Asked for again, so that the file holds every series and not only those drawn. */
async function download(title: string, texts: readonly string[], stretch: Stretch): Promise<void> {
  const { panelCsv } = await import("../data/panel-csv.ts");
  await panelCsv(title, texts, stretch).catch((error: unknown) =>
    toast.error(error instanceof Error ? error.message : "The data could not be had"),
  );
}
