import {
  Activity,
  BellRing,
  Boxes,
  Cable,
  FlaskConical,
  Gauge,
  GitCommitVertical,
  LayoutDashboard,
  LayoutGrid,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  Package,
  Play,
  Rocket,
  Route,
  ScrollText,
  Settings,
  ShieldCheck,
  Siren,
  Waypoints,
} from "lucide-react";
import { paths } from "./paths.ts";

export type Place = {
  id: string;
  label: string;
  href: string;
  icon: LucideIcon;
  /** Keys that go there. */
  keys: string;
  /** Begins every address below it. */
  prefix: string;
  /** Has a place in the bar at the bottom of phones. */
  onPhone?: boolean;
};

export type PlaceGroup = { heading?: string; places: readonly Place[] };

/** The menu: only what exists. */
export const NAVIGATION: readonly PlaceGroup[] = [
  {
    places: [
      {
        id: "overview",
        label: "Overview",
        href: paths.overview(),
        icon: LayoutDashboard,
        keys: "g o",
        prefix: "/",
        onPhone: true,
      },
    ],
  },
  {
    heading: "Operate",
    places: [
      {
        id: "services",
        label: "Services",
        href: paths.services(),
        icon: Boxes,
        keys: "g v",
        prefix: "/services",
      },
      {
        id: "metrics",
        label: "Metrics",
        href: paths.metrics(),
        icon: Activity,
        keys: "g m",
        prefix: "/metrics",
      },
      { id: "logs", label: "Logs", href: paths.logs(), icon: ScrollText, keys: "g l", prefix: "/logs" },
      {
        id: "traces",
        label: "Traces",
        href: paths.traces(),
        icon: Waypoints,
        keys: "g t",
        prefix: "/traces",
      },
      {
        id: "dashboards",
        label: "Dashboards",
        href: paths.dashboards(),
        icon: LayoutGrid,
        keys: "g d",
        prefix: "/dashboards",
      },
      {
        id: "monitors",
        label: "Monitors",
        href: paths.monitors(),
        icon: Gauge,
        keys: "g w",
        prefix: "/monitors",
      },
      {
        id: "alerts",
        label: "Alerts",
        href: paths.alerts(),
        icon: BellRing,
        keys: "g a",
        prefix: "/alerts",
        onPhone: true,
      },
      {
        id: "incidents",
        label: "Incidents",
        href: paths.incidents(),
        icon: Siren,
        keys: "g i",
        prefix: "/incidents",
        onPhone: true,
      },
    ],
  },
  {
    heading: "Models",
    places: [
      {
        id: "models",
        label: "Registry",
        href: paths.models(),
        icon: Package,
        keys: "g r",
        prefix: "/models",
      },
      {
        id: "promotions",
        label: "Promotions",
        href: paths.promotions(),
        icon: ShieldCheck,
        keys: "g p",
        prefix: "/promotions",
      },
      {
        id: "training",
        label: "Training",
        href: paths.training(),
        icon: FlaskConical,
        keys: "g n",
        prefix: "/training",
      },
      {
        id: "deployments",
        label: "Deployments",
        href: paths.deployments(),
        icon: Rocket,
        keys: "g y",
        prefix: "/deployments",
      },
    ],
  },
  {
    heading: "Prompts",
    places: [
      {
        id: "prompts",
        label: "Prompts",
        href: paths.prompts(),
        icon: MessageSquareText,
        keys: "g e",
        prefix: "/prompts",
      },
      {
        id: "playground",
        label: "Playground",
        href: paths.playground(),
        icon: Play,
        keys: "g x",
        prefix: "/playground",
      },
      {
        id: "llm-traces",
        label: "LLM traces",
        href: paths.llmTraces(),
        icon: MessagesSquare,
        keys: "g q",
        prefix: "/llm-traces",
      },
      {
        id: "llm",
        label: "Routes & keys",
        href: paths.routes(),
        icon: Route,
        keys: "g k",
        prefix: "/llm",
      },
    ],
  },
  {
    places: [
      {
        id: "changes",
        label: "Changes",
        href: paths.changes(),
        icon: GitCommitVertical,
        keys: "g c",
        prefix: "/changes",
      },
      {
        id: "sources",
        label: "Sources",
        href: paths.sources(),
        icon: Cable,
        keys: "g u",
        prefix: "/sources",
      },
      {
        id: "settings",
        label: "Settings",
        href: paths.workspaceSettings(),
        icon: Settings,
        keys: "g s",
        prefix: "/settings",
      },
    ],
  },
];

export const PLACES: readonly Place[] = NAVIGATION.flatMap((group) => group.places);

export const SETTINGS: readonly { label: string; href: string }[] = [
  { label: "Workspace", href: paths.workspaceSettings() },
  { label: "Members", href: paths.members() },
  { label: "API keys", href: paths.apiKeys() },
  { label: "Audit log", href: paths.audit() },
  { label: "Jobs", href: paths.jobs() },
  { label: "Your profile", href: paths.profile() },
];

export function isActive(place: Place, pathname: string): boolean {
  if (place.prefix === "/") return pathname === "/";
  return pathname === place.prefix || pathname.startsWith(`${place.prefix}/`);
}

/** Where a page is. `label` names the thing on a detail page once it is known. */
export function crumbsOf(pathname: string, label?: string): { label: string; href?: string }[] {
  const place = PLACES.find((one) => isActive(one, pathname));
  if (!place) return label === undefined ? [] : [{ label }];
  if (place.id === "settings") {
    const page = SETTINGS.find((one) => pathname === one.href || pathname.startsWith(`${one.href}/`));
    return [{ label: place.label, href: place.href }, { label: label ?? page?.label ?? "" }];
  }
  if (pathname === place.prefix) return [{ label: place.label }];
  const fallback = pathname.endsWith("/new") ? "New" : "Details";
  return [{ label: place.label, href: place.href }, { label: label ?? fallback }];
}
