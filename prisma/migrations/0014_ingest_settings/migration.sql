-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "webhookSecret" TEXT;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN "ingestLimits" JSONB NOT NULL DEFAULT '{}';
