-- CreateTable
CREATE TABLE "experiments" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "activeName" TEXT,
    "artifactLocation" TEXT NOT NULL,
    "lifecycle" TEXT NOT NULL DEFAULT 'active',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "lastNumber" INTEGER NOT NULL DEFAULT 0,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_runs" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startTimeMs" BIGINT NOT NULL,
    "endTimeMs" BIGINT,
    "artifactUri" TEXT NOT NULL,
    "lifecycle" TEXT NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "training_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_metrics" (
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "value" DOUBLE PRECISION,
    "timestampMs" BIGINT NOT NULL,
    "step" BIGINT NOT NULL,

    CONSTRAINT "run_metrics_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "run_params" (
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "run_params_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "run_tags" (
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "run_tags_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "training_datasets" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sourceType" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_datasets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_datasets" (
    "runId" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "context" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_datasets_pkey" PRIMARY KEY ("runId","datasetId")
);

-- CreateTable
CREATE TABLE "run_models" (
    "runId" UUID NOT NULL,
    "loggedModelId" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_models_pkey" PRIMARY KEY ("runId","loggedModelId","direction")
);

-- CreateTable
CREATE TABLE "logged_models" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "modelType" TEXT NOT NULL DEFAULT '',
    "sourceRunId" UUID,
    "status" TEXT NOT NULL,
    "statusMessage" TEXT,
    "creatorId" TEXT NOT NULL,
    "artifactUri" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "lifecycle" TEXT NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "logged_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "logged_model_metrics" (
    "loggedModelId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "datasetName" TEXT NOT NULL DEFAULT '',
    "datasetDigest" TEXT NOT NULL DEFAULT '',
    "workspaceId" UUID NOT NULL,
    "value" DOUBLE PRECISION,
    "timestampMs" BIGINT NOT NULL,
    "step" BIGINT NOT NULL,

    CONSTRAINT "logged_model_metrics_pkey" PRIMARY KEY ("loggedModelId","key","runId","datasetName","datasetDigest")
);

-- CreateIndex
CREATE INDEX "experiments_workspaceId_lifecycle_updatedAt_id_idx" ON "experiments"("workspaceId", "lifecycle", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "experiments_lifecycle_deletedAt_idx" ON "experiments"("lifecycle", "deletedAt");

-- CreateIndex
CREATE UNIQUE INDEX "experiments_workspaceId_number_key" ON "experiments"("workspaceId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "experiments_workspaceId_activeName_key" ON "experiments"("workspaceId", "activeName");

-- CreateIndex
CREATE INDEX "training_runs_experimentId_lifecycle_startTimeMs_id_idx" ON "training_runs"("experimentId", "lifecycle", "startTimeMs" DESC, "id");

-- CreateIndex
CREATE INDEX "training_runs_workspaceId_lifecycle_startTimeMs_id_idx" ON "training_runs"("workspaceId", "lifecycle", "startTimeMs" DESC, "id");

-- CreateIndex
CREATE INDEX "training_runs_experimentId_status_idx" ON "training_runs"("experimentId", "status");

-- CreateIndex
CREATE INDEX "training_runs_lifecycle_deletedAt_idx" ON "training_runs"("lifecycle", "deletedAt");

-- CreateIndex
CREATE INDEX "run_metrics_experimentId_key_value_runId_idx" ON "run_metrics"("experimentId", "key", "value", "runId");

-- CreateIndex
CREATE INDEX "training_datasets_workspaceId_id_idx" ON "training_datasets"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "training_datasets_experimentId_name_digest_key" ON "training_datasets"("experimentId", "name", "digest");

-- CreateIndex
CREATE INDEX "run_datasets_datasetId_idx" ON "run_datasets"("datasetId");

-- CreateIndex
CREATE INDEX "run_models_loggedModelId_idx" ON "run_models"("loggedModelId");

-- CreateIndex
CREATE INDEX "logged_models_workspaceId_lifecycle_createdAt_id_idx" ON "logged_models"("workspaceId", "lifecycle", "createdAt" DESC, "id");

-- CreateIndex
CREATE INDEX "logged_models_experimentId_lifecycle_createdAt_id_idx" ON "logged_models"("experimentId", "lifecycle", "createdAt" DESC, "id");

-- CreateIndex
CREATE INDEX "logged_models_workspaceId_sourceRunId_idx" ON "logged_models"("workspaceId", "sourceRunId");

-- CreateIndex
CREATE INDEX "logged_models_lifecycle_deletedAt_idx" ON "logged_models"("lifecycle", "deletedAt");

-- CreateIndex
CREATE INDEX "logged_model_metrics_workspaceId_key_value_idx" ON "logged_model_metrics"("workspaceId", "key", "value");

-- A value may be longer than an index entry can be: the head finds it, the whole is compared.
-- CreateIndex
CREATE INDEX "run_params_by_value" ON "run_params"("experimentId", "key", left("value", 200), "runId");

-- CreateIndex
CREATE INDEX "run_tags_by_value" ON "run_tags"("experimentId", "key", left("value", 200), "runId");
