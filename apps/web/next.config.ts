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
  // Loaded by Node as they are: bundling these servers' libraries took as long as all the rest, and holds a copy per route.
  serverExternalPackages: [
    "@aws-sdk/client-s3",
    "@aws-sdk/lib-storage",
    "@better-auth/sso",
    "@clickhouse/client",
    "@opentelemetry/api",
    "@prisma/adapter-pg",
    "@prisma/client",
    "better-auth",
    "bullmq",
    "ioredis",
    "nodemailer",
    "pg",
    "pino",
    "protobufjs",
    "undici",
    "zod",
  ],
  // A build happens once per change of sources, often on a fresh clone: writing a cache costs more than it saves.
  experimental: { turbopackFileSystemCacheForBuild: false },
  // Types are checked once for the whole repository by `pnpm verify`.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
};

export default config;
