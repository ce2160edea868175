import type { Panel } from "@triops/domains/dashboards/schemas";

/** Changes with the same key one after another are one step of undo. */
export type ChangePanel = (change: Partial<Panel>, key?: string) => void;
