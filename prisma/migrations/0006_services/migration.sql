-- CreateTable
CREATE TABLE "services" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "ownerMemberId" UUID,
    "tier" INTEGER,
    "repository" TEXT NOT NULL DEFAULT '',
    "runbook" TEXT NOT NULL DEFAULT '',
    "chat" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "foundIn" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "firstSeenAt" TIMESTAMP(3),
    "lastSeenAt" TIMESTAMP(3),
    "archivedAt" TIMESTAMP(3),
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "services_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "services_workspaceId_archivedAt_name_idx" ON "services"("workspaceId", "archivedAt", "name");

-- CreateIndex
CREATE INDEX "services_workspaceId_ownerMemberId_name_idx" ON "services"("workspaceId", "ownerMemberId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "services_workspaceId_name_key" ON "services"("workspaceId", "name");
