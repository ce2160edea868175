-- CreateTable
CREATE TABLE "label_requests" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "promptName" TEXT NOT NULL,
    "label" TEXT NOT NULL,
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
    "evidence" JSONB,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "label_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "label_request_entries" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "labelRequestId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "label_request_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompts" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[],
    "type" TEXT NOT NULL,
    "lastVersion" INTEGER NOT NULL DEFAULT 0,
    "mainVersion" INTEGER,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "archivedAt" TIMESTAMP(3),
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "prompts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_versions" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "template" JSONB NOT NULL,
    "variables" JSONB,
    "config" JSONB NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "branch" TEXT NOT NULL DEFAULT 'main',
    "parentVersion" INTEGER,
    "mergedVersion" INTEGER,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_references" (
    "versionId" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "childName" TEXT NOT NULL,
    "childLabel" TEXT,
    "childVersion" INTEGER,

    CONSTRAINT "prompt_references_pkey" PRIMARY KEY ("versionId","reference")
);

-- CreateTable
CREATE TABLE "prompt_labels" (
    "promptId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "movedById" TEXT NOT NULL,
    "movedByName" TEXT NOT NULL,
    "movedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "prompt_labels_pkey" PRIMARY KEY ("promptId","label")
);

-- CreateTable
CREATE TABLE "prompt_label_moves" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "fromVersion" INTEGER,
    "toVersion" INTEGER,
    "labelRequestId" UUID,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "prompt_label_moves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_branches" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "baseVersion" INTEGER NOT NULL,
    "headVersion" INTEGER NOT NULL,
    "ahead" INTEGER NOT NULL DEFAULT 0,
    "mergedVersion" INTEGER,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "prompt_branches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_gates" (
    "workspaceId" UUID NOT NULL,
    "protectedLabels" TEXT[],
    "allowAtCreation" BOOLEAN NOT NULL DEFAULT true,
    "expiresAfterHours" INTEGER NOT NULL DEFAULT 168,
    "updatedById" TEXT NOT NULL,
    "updatedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "prompt_gates_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateIndex
CREATE INDEX "label_requests_workspaceId_id_idx" ON "label_requests"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "label_requests_workspaceId_state_id_idx" ON "label_requests"("workspaceId", "state", "id");

-- CreateIndex
CREATE INDEX "label_requests_workspaceId_promptId_id_idx" ON "label_requests"("workspaceId", "promptId", "id");

-- CreateIndex
CREATE INDEX "label_requests_state_expiresAt_idx" ON "label_requests"("state", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "label_requests_workspaceId_openKey_key" ON "label_requests"("workspaceId", "openKey");

-- CreateIndex
CREATE INDEX "label_request_entries_workspaceId_labelRequestId_id_idx" ON "label_request_entries"("workspaceId", "labelRequestId", "id");

-- CreateIndex
CREATE INDEX "prompts_workspaceId_id_idx" ON "prompts"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "prompts_workspaceId_updatedAt_idx" ON "prompts"("workspaceId", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "prompts_workspaceId_name_key" ON "prompts"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "prompt_versions_workspaceId_id_idx" ON "prompt_versions"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "prompt_versions_workspaceId_promptId_branch_version_idx" ON "prompt_versions"("workspaceId", "promptId", "branch", "version");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_versions_promptId_version_key" ON "prompt_versions"("promptId", "version");

-- CreateIndex
CREATE INDEX "prompt_references_workspaceId_childName_idx" ON "prompt_references"("workspaceId", "childName");

-- CreateIndex
CREATE INDEX "prompt_references_workspaceId_promptId_idx" ON "prompt_references"("workspaceId", "promptId");

-- CreateIndex
CREATE INDEX "prompt_labels_workspaceId_label_idx" ON "prompt_labels"("workspaceId", "label");

-- CreateIndex
CREATE INDEX "prompt_labels_workspaceId_versionId_idx" ON "prompt_labels"("workspaceId", "versionId");

-- CreateIndex
CREATE INDEX "prompt_label_moves_workspaceId_promptId_id_idx" ON "prompt_label_moves"("workspaceId", "promptId", "id");

-- CreateIndex
CREATE INDEX "prompt_branches_workspaceId_promptId_id_idx" ON "prompt_branches"("workspaceId", "promptId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_branches_promptId_name_key" ON "prompt_branches"("promptId", "name");
