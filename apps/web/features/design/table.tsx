"use client";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { EmptyFilter } from "@triops/ui/data-states";
import { type Column, DataTable, type Sort } from "@triops/ui/data-table";
import { Drawer, WithDrawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { FilterChips, FilterMenu } from "@triops/ui/filter-chips";
import { SearchInput } from "@triops/ui/input";
import { LEVEL_LABEL, type Level } from "@triops/ui/levels";
import { SeverityBadge, SeverityMark } from "@triops/ui/severity-mark";
import { Sparkline } from "@triops/ui/sparkline";
import { Time } from "@triops/ui/time";
import { formatValue } from "@triops/ui/units";
import { useState } from "react";
import { type SampleRow, sampleRows } from "./samples.ts";
import { Section } from "./section.tsx";

const COLUMNS: readonly Column<SampleRow>[] = [
  {
    id: "level",
    header: "Severity",
    hideHeader: true,
    widthPx: 40,
    cell: (row) => <SeverityMark level={row.level} label={LEVEL_LABEL[row.level]} />,
  },
  {
    id: "title",
    header: "Title",
    primary: true,
    sortable: true,
    cell: (row) => <span className="font-medium text-ink-1">{row.title}</span>,
  },
  {
    id: "host",
    header: "Host",
    cell: (row) => <span className="font-mono text-dense">{row.host}</span>,
    widthPx: 170,
  },
  { id: "owner", header: "Owner", cell: (row) => row.owner, widthPx: 140, hideBelow: "lg" },
  {
    id: "trend",
    header: "Trend",
    cell: (row) => <Sparkline values={row.trend} min={0} />,
    widthPx: 130,
    hideBelow: "lg",
  },
  {
    id: "value",
    header: "Value",
    align: "end",
    sortable: true,
    widthPx: 96,
    cell: (row) => formatValue(row.value, "percent"),
  },
  {
    id: "started",
    header: "Started",
    align: "end",
    sortable: true,
    widthPx: 150,
    cell: (row) => <Time at={row.startedMs} />,
  },
];
const LEVELS: readonly Level[] = ["sev1", "sev2", "sev3", "sev4"];
const PAGE = 100;

export function TableSection({ nowMs }: { nowMs: number }) {
  const [count, setCount] = useState(PAGE);
  const [sort, setSort] = useState<Sort>({ columnId: "started", direction: "descending" });
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set(["row-1"]));
  const [open, setOpen] = useState<SampleRow | null>(null);
  const [search, setSearch] = useState("");
  const [levels, setLevels] = useState<Level[]>(["sev1", "sev2", "sev3", "sev4"]);
  const rows = sampleRows(count, nowMs).filter(
    (row) =>
      row.title.toLowerCase().includes(search.toLowerCase()) &&
      (levels.length === 0 || levels.includes(row.level)),
  );
  const at = rows.findIndex((row) => row.id === open?.id);
  const neighbours = {
    ...(at > 0 ? { onPrevious: () => setOpen(rows[at - 1]!) } : {}),
    ...(at >= 0 && at < rows.length - 1 ? { onNext: () => setOpen(rows[at + 1]!) } : {}),
  };
  return (
    <Section title="Table and panel">
      <WithDrawer
        drawer={
          open && (
            <Drawer
              title={open.title}
              badges={<SeverityBadge level={open.level} />}
              onClose={() => setOpen(null)}
              fullPageHref="/design"
              {...neighbours}
              footer={<Button variant="primary">Acknowledge</Button>}
            >
              <Facts
                items={[
                  { label: "Host", value: <span className="font-mono text-dense">{open.host}</span> },
                  { label: "Owner", value: open.owner },
                  { label: "Started", value: <Time at={open.startedMs} format="full" /> },
                  { label: "Value", value: formatValue(open.value, "percent") },
                  { label: "Labels", value: <Badge mono>service=checkout</Badge> },
                ]}
              />
            </Drawer>
          )
        }
      >
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <div className="w-56">
            <SearchInput label="Filter alerts" value={search} onValueChange={setSearch} />
          </div>
          <FilterChips
            chips={
              levels.length === 0
                ? []
                : [
                    {
                      id: "level",
                      field: "Severity",
                      operator: "is any of",
                      value: levels.map((level) => LEVEL_LABEL[level]).join(", "),
                    },
                  ]
            }
            onRemove={() => setLevels([])}
          >
            <FilterMenu
              label="Severity"
              selected={levels}
              onSelectedChange={setLevels}
              options={LEVELS.map((level) => ({ value: level, label: <SeverityBadge level={level} /> }))}
            />
          </FilterChips>
        </div>
        <Card flush>
          <DataTable
            caption="Open alerts"
            columns={COLUMNS}
            rows={rows}
            rowKey={(row) => row.id}
            rowLabel={(row) => row.title}
            onRowOpen={setOpen}
            activeKey={open?.id ?? null}
            sort={sort}
            onSortChange={setSort}
            selection={selection}
            onSelectionChange={setSelection}
            hasMore={count < 1000}
            onLoadMore={() => setCount(count + PAGE)}
            maxHeight="26rem"
            empty={
              <EmptyFilter onClear={() => setSearch("")}>
                Drop the text filter, or widen the time range.
              </EmptyFilter>
            }
          />
        </Card>
      </WithDrawer>
    </Section>
  );
}
