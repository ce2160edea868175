import { operation } from "./operation.ts";

/** The release of MLflow's API that this is written against; clients compare it with their own. */
export const mlflowVersion = "3.14.0";

export const serverOperations = [
  operation("GET", "/server-info", "training:read", async () => ({
    store_type: "SqlStore",
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: false,
    multipart_downloads_enabled: false,
  })),
];
