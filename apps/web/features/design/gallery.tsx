"use client";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { TimeRangePicker } from "@triops/ui/time-range-picker";
import type { TimeRange } from "@triops/ui/time-ranges";
import { toast } from "@triops/ui/toast";
import { useState } from "react";
import { AppFrame } from "../../shell/app-frame.tsx";
import { useOfferActions } from "../../shell/palette-actions.ts";
import { TopBarControls } from "../../shell/slots.tsx";
import { useTimeRangeKeys } from "../../shell/time-range-keys.ts";
import { ChartsSection } from "./charts.tsx";
import { ControlsSection } from "./controls.tsx";
import { FiguresSection } from "./figures.tsx";
import { FoundationsSection } from "./foundations.tsx";
import { OverlaysSection } from "./overlays.tsx";
import { RunsChartsSection } from "./runs-charts.tsx";
import { StatesSection } from "./states.tsx";
import { TableSection } from "./table.tsx";

const WORKSPACES = [
  { id: "w1", name: "Default" },
  { id: "w2", name: "Acme" },
];
const USER = { name: "Ada Lovelace", email: "ada@example.com", role: "owner" };
const ACTIONS = [
  { id: "greet", label: "Show a toast", onSelect: () => toast.info("An action of this page") },
];
const COUNTS = { incidents: 2, alerts: 14 };

/** Every part of the design system in every state, inside the frame. */
export function Gallery({ nowMs }: { nowMs: number }) {
  const [workspace, setWorkspace] = useState(WORKSPACES[0]!);
  const [range, setRange] = useState<TimeRange>({ kind: "last", durationMs: 6 * 3_600_000 });
  const [live, setLive] = useState(true);
  const [compare, setCompare] = useState(false);
  useOfferActions(ACTIONS);
  return (
    <AppFrame
      workspace={workspace}
      workspaces={WORKSPACES}
      onWorkspaceChange={(id) => setWorkspace(WORKSPACES.find((one) => one.id === id) ?? workspace)}
      user={USER}
      onSignOut={() => {}}
      counts={COUNTS}
      unread={3}
      onOpenNotifications={() => {}}
    >
      <RangeKeys range={range} setRange={setRange} live={live} setLive={setLive} />
      <TopBarControls>
        <TimeRangePicker
          value={range}
          onValueChange={setRange}
          live={live}
          onLiveChange={setLive}
          compare={compare}
          onCompareChange={setCompare}
        />
      </TopBarControls>
      <PageHeader
        title="Design"
        answer="Every part of the interface in every state; switch theme and density in the account menu."
      />
      <PageBody className="gap-8">
        <TableSection nowMs={nowMs} />
        <ChartsSection
          nowMs={nowMs}
          onRangeChange={({ fromMs, toMs }) => setRange({ kind: "absolute", fromMs, toMs })}
        />
        <RunsChartsSection />
        <FiguresSection nowMs={nowMs} />
        <ControlsSection />
        <OverlaysSection />
        <StatesSection />
        <FoundationsSection />
      </PageBody>
    </AppFrame>
  );
}

type RangeKeysProps = {
  range: TimeRange;
  setRange: (range: TimeRange) => void;
  live: boolean;
  setLive: (live: boolean) => void;
};

function RangeKeys({ range, setRange, live, setLive }: RangeKeysProps) {
  useTimeRangeKeys({ value: range, onValueChange: setRange, live, onLiveChange: setLive });
  return null;
}
