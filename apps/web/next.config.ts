import type { NextConfig } from "next";

const config: NextConfig = {
  // Workspace packages are TypeScript sources without a build step of their own.
  transpilePackages: [
    "@triops/database",
    "@triops/domains",
    "@triops/jobs",
    "@triops/kernel",
    "@triops/telemetry",
    "@triops/ui",
  ],
  // Types are checked once for the whole repository by `pnpm verify`.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
};

export default config;
