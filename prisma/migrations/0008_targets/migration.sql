-- CreateTable
CREATE TABLE "scrape_jobs" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "config" JSONB NOT NULL,
    "secret" TEXT,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "scrape_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "scrape_jobs_workspaceId_id_idx" ON "scrape_jobs"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "scrape_jobs_enabled_idx" ON "scrape_jobs"("enabled");

-- CreateIndex
CREATE UNIQUE INDEX "scrape_jobs_workspaceId_name_key" ON "scrape_jobs"("workspaceId", "name");
