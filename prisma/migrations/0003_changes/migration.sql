-- CreateTable
CREATE TABLE "changes" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "service" TEXT,
    "target" TEXT,
    "title" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT,
    "link" TEXT,
    "before" JSONB,
    "after" JSONB,
    "source" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change_progress" (
    "workspaceId" UUID NOT NULL,
    "auditSeq" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "change_progress_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateIndex
CREATE INDEX "changes_workspaceId_at_id_idx" ON "changes"("workspaceId", "at", "id");

-- CreateIndex
CREATE INDEX "changes_workspaceId_service_at_id_idx" ON "changes"("workspaceId", "service", "at", "id");

-- CreateIndex
CREATE INDEX "changes_workspaceId_kind_at_id_idx" ON "changes"("workspaceId", "kind", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "changes_workspaceId_source_externalId_key" ON "changes"("workspaceId", "source", "externalId");
