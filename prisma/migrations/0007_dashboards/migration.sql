-- CreateTable
CREATE TABLE "dashboards" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "folder" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[],
    "model" JSONB NOT NULL,
    "panelCount" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "origin" TEXT NOT NULL DEFAULT 'member',
    "updatedById" TEXT NOT NULL,
    "updatedByName" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "dashboards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dashboard_versions" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "dashboardId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "model" JSONB NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dashboard_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dashboard_stars" (
    "dashboardId" UUID NOT NULL,
    "actorId" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dashboard_stars_pkey" PRIMARY KEY ("dashboardId","actorId")
);

-- CreateIndex
CREATE INDEX "dashboards_workspaceId_deletedAt_id_idx" ON "dashboards"("workspaceId", "deletedAt", "id");

-- CreateIndex
CREATE INDEX "dashboard_versions_workspaceId_dashboardId_id_idx" ON "dashboard_versions"("workspaceId", "dashboardId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "dashboard_versions_dashboardId_version_key" ON "dashboard_versions"("dashboardId", "version");

-- CreateIndex
CREATE INDEX "dashboard_stars_workspaceId_actorId_idx" ON "dashboard_stars"("workspaceId", "actorId");
