/**
 * What each part of the repository may import of the others: the arrows of the architecture, each with its reason
 * where it is not plain from the drawing. Tests are free to use `testing` and `embedded` as well.
 */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  "packages/kernel": [],
  "packages/analysis": [],
  "packages/config": [],
  "packages/ui": [],
  "packages/providers": ["packages/kernel"],
  "packages/telemetry": ["packages/kernel"],
  "packages/database": ["packages/kernel"],
  "packages/jobs": ["packages/kernel"],
  "packages/embedded": ["packages/kernel"],
  "packages/domains": [
    "packages/analysis",
    "packages/providers",
    "packages/telemetry",
    "packages/database",
    "packages/jobs",
    "packages/kernel",
  ],
  // Builds worlds for the tests of everybody else.
  "packages/testing": [
    "packages/database",
    "packages/domains",
    "packages/embedded",
    "packages/jobs",
    "packages/kernel",
    "packages/providers",
    "packages/telemetry",
  ],
  // The composition of stores happens in the app, the use of them in domains.
  "apps/web": [
    "packages/domains",
    "packages/ui",
    "packages/kernel",
    "packages/database",
    "packages/jobs",
    "packages/telemetry",
  ],
  "apps/worker": [
    "packages/domains",
    "packages/jobs",
    "packages/kernel",
    "packages/database",
    "packages/telemetry",
  ],
  "apps/gateway": [
    "packages/domains",
    "packages/analysis",
    "packages/providers",
    "packages/telemetry",
    "packages/kernel",
  ],
  "apps/cli": [
    "packages/domains",
    "packages/embedded",
    "packages/database",
    "packages/telemetry",
    "packages/jobs",
    "packages/kernel",
  ],
  // Measures any part by itself.
  bench: [
    "packages/analysis",
    "packages/domains",
    "packages/providers",
    "packages/telemetry",
    "packages/database",
    "packages/jobs",
    "packages/embedded",
    "packages/kernel",
    "packages/testing",
  ],
};

/** Registry packages with one owner, so that replacing or guarding them is a change in one place. */
export const soleImporters: readonly { npm: string; owners: readonly string[]; why: string }[] = [
  { npm: "bullmq", owners: ["packages/jobs"], why: "jobs are declared with defineJob" },
  {
    npm: "@clickhouse/client",
    // Embedded asks the engine that it started how it is.
    owners: ["packages/telemetry", "packages/embedded"],
    why: "telemetry is read and written through named queries",
  },
  { npm: "chdb", owners: ["packages/embedded"], why: "one process owns the embedded engine" },
  {
    npm: "undici",
    owners: ["packages/providers/egress"],
    why: "outgoing requests pass the egress guard",
  },
  {
    npm: "pg",
    // Self-monitoring asks Postgres for its sizes with the least it can.
    owners: ["packages/database", "packages/embedded", "packages/testing", "apps/cli/monitoring"],
    why: "Prisma is the client",
  },
  {
    npm: "@prisma/client",
    owners: ["packages/database"],
    why: "the client is handed out scoped to a workspace",
  },
  {
    npm: "onnxruntime-node",
    owners: ["packages/providers/onnx"],
    why: "a model file is hostile until proven otherwise: it is loaded in a sandboxed child only",
  },
  { npm: "nodemailer", owners: ["packages/providers"], why: "mail is a provider" },
  { npm: "recharts", owners: ["packages/ui"], why: "charts are components of the design system" },
  { npm: "radix-ui", owners: ["packages/ui"], why: "primitives are components of the design system" },
];
