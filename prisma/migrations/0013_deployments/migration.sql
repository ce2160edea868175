-- CreateTable
CREATE TABLE "deployments" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "stickyHeader" TEXT,
    "fallback" BOOLEAN NOT NULL DEFAULT true,
    "sampleRate" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "maskColumns" TEXT[],
    "retentionDays" INTEGER NOT NULL DEFAULT 30,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "rolloutId" UUID,
    "steadyRevision" INTEGER,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_variants" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "deploymentId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "modelName" TEXT NOT NULL,
    "modelVersion" TEXT NOT NULL,
    "alias" TEXT,
    "kind" TEXT NOT NULL,
    "target" JSONB NOT NULL,
    "headersSealed" TEXT,
    "signature" JSONB,
    "timeoutMs" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_variants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_revisions" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "deploymentId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "variants" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_revisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollouts" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "deploymentId" UUID NOT NULL,
    "deploymentName" TEXT NOT NULL,
    "activeKey" TEXT,
    "state" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "canaryVariantId" UUID NOT NULL,
    "canaryModel" TEXT NOT NULL,
    "canaryVersion" TEXT NOT NULL,
    "championVariantId" UUID NOT NULL,
    "championModel" TEXT NOT NULL,
    "championVersion" TEXT NOT NULL,
    "stepIndex" INTEGER NOT NULL DEFAULT 0,
    "stepStartedAt" TIMESTAMP(3) NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "memory" JSONB NOT NULL DEFAULT '{}',
    "evaluatedAt" TIMESTAMP(3),
    "fault" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "baseRevision" INTEGER NOT NULL,
    "moves" INTEGER NOT NULL DEFAULT 0,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "rollouts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_entries" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "rolloutId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "stepIndex" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rollout_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deployments_workspaceId_id_idx" ON "deployments"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_workspaceId_name_key" ON "deployments"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "deployment_variants_workspaceId_deploymentId_idx" ON "deployment_variants"("workspaceId", "deploymentId");

-- CreateIndex
CREATE INDEX "deployment_variants_workspaceId_modelName_modelVersion_idx" ON "deployment_variants"("workspaceId", "modelName", "modelVersion");

-- CreateIndex
CREATE INDEX "deployment_revisions_workspaceId_deploymentId_id_idx" ON "deployment_revisions"("workspaceId", "deploymentId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_revisions_deploymentId_revision_key" ON "deployment_revisions"("deploymentId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "rollouts_activeKey_key" ON "rollouts"("activeKey");

-- CreateIndex
CREATE INDEX "rollouts_workspaceId_id_idx" ON "rollouts"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "rollouts_workspaceId_deploymentId_id_idx" ON "rollouts"("workspaceId", "deploymentId", "id");

-- CreateIndex
CREATE INDEX "rollouts_state_evaluatedAt_idx" ON "rollouts"("state", "evaluatedAt");

-- CreateIndex
CREATE INDEX "rollout_entries_workspaceId_rolloutId_id_idx" ON "rollout_entries"("workspaceId", "rolloutId", "id");

