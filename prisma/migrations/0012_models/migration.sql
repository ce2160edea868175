-- CreateTable
CREATE TABLE "registered_models" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "card" TEXT NOT NULL DEFAULT '',
    "cardRevision" INTEGER NOT NULL DEFAULT 0,
    "owners" TEXT[],
    "lastVersion" INTEGER NOT NULL DEFAULT 0,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "registered_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registered_model_tags" (
    "modelId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "registered_model_tags_pkey" PRIMARY KEY ("modelId","key")
);

-- CreateTable
CREATE TABLE "model_versions" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "runId" TEXT,
    "runLink" TEXT,
    "loggedModelId" TEXT,
    "stage" TEXT NOT NULL DEFAULT 'None',
    "status" TEXT NOT NULL DEFAULT 'READY',
    "statusMessage" TEXT NOT NULL DEFAULT '',
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "model_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_version_tags" (
    "versionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "model_version_tags_pkey" PRIMARY KEY ("versionId","key")
);

-- CreateTable
CREATE TABLE "model_aliases" (
    "modelId" UUID NOT NULL,
    "alias" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "movedById" TEXT NOT NULL,
    "movedByName" TEXT NOT NULL,
    "movedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "model_aliases_pkey" PRIMARY KEY ("modelId","alias")
);

-- CreateTable
CREATE TABLE "model_gates" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "protectedAliases" TEXT[],
    "checks" JSONB NOT NULL,
    "updatedById" TEXT NOT NULL,
    "updatedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "model_gates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotions" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "modelName" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "versionId" UUID,
    "version" INTEGER,
    "fromVersionId" UUID,
    "fromVersion" INTEGER,
    "state" TEXT NOT NULL,
    "openKey" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "checks" JSONB NOT NULL,
    "checkedAt" TIMESTAMP(3),
    "requestedById" TEXT NOT NULL,
    "requestedByKind" TEXT NOT NULL,
    "requestedByName" TEXT NOT NULL,
    "requesterId" TEXT,
    "decidedById" TEXT,
    "decidedByName" TEXT,
    "decidedAt" TIMESTAMP(3),
    "note" TEXT NOT NULL DEFAULT '',
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "promotions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotion_entries" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "promotionId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "promotion_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "secret" TEXT,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "webhookId" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'event',
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" JSONB NOT NULL,
    "replayOf" UUID,
    "finishedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "registered_models_workspaceId_id_idx" ON "registered_models"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "registered_models_workspaceId_updatedAt_name_idx" ON "registered_models"("workspaceId", "updatedAt", "name");

-- CreateIndex
CREATE UNIQUE INDEX "registered_models_workspaceId_name_key" ON "registered_models"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "registered_model_tags_workspaceId_key_idx" ON "registered_model_tags"("workspaceId", "key");

-- CreateIndex
CREATE INDEX "model_versions_workspaceId_id_idx" ON "model_versions"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "model_versions_workspaceId_modelId_deletedAt_version_idx" ON "model_versions"("workspaceId", "modelId", "deletedAt", "version");

-- CreateIndex
CREATE INDEX "model_versions_workspaceId_runId_idx" ON "model_versions"("workspaceId", "runId");

-- CreateIndex
CREATE INDEX "model_versions_workspaceId_loggedModelId_idx" ON "model_versions"("workspaceId", "loggedModelId");

-- CreateIndex
CREATE UNIQUE INDEX "model_versions_modelId_version_key" ON "model_versions"("modelId", "version");

-- CreateIndex
CREATE INDEX "model_version_tags_workspaceId_key_idx" ON "model_version_tags"("workspaceId", "key");

-- CreateIndex
CREATE INDEX "model_aliases_workspaceId_versionId_idx" ON "model_aliases"("workspaceId", "versionId");

-- CreateIndex
CREATE UNIQUE INDEX "model_gates_workspaceId_scope_key" ON "model_gates"("workspaceId", "scope");

-- CreateIndex
CREATE INDEX "promotions_workspaceId_id_idx" ON "promotions"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "promotions_workspaceId_state_id_idx" ON "promotions"("workspaceId", "state", "id");

-- CreateIndex
CREATE INDEX "promotions_workspaceId_modelId_id_idx" ON "promotions"("workspaceId", "modelId", "id");

-- CreateIndex
CREATE INDEX "promotions_state_expiresAt_idx" ON "promotions"("state", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "promotions_workspaceId_openKey_key" ON "promotions"("workspaceId", "openKey");

-- CreateIndex
CREATE INDEX "promotion_entries_workspaceId_promotionId_id_idx" ON "promotion_entries"("workspaceId", "promotionId", "id");

-- CreateIndex
CREATE INDEX "webhooks_workspaceId_id_idx" ON "webhooks"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_workspaceId_webhookId_id_idx" ON "webhook_deliveries"("workspaceId", "webhookId", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_state_updatedAt_idx" ON "webhook_deliveries"("state", "updatedAt");

-- CreateIndex
CREATE INDEX "webhook_deliveries_createdAt_idx" ON "webhook_deliveries"("createdAt");
