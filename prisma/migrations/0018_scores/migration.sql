-- CreateTable
CREATE TABLE "datasets" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "datasets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_items" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "input" JSONB NOT NULL,
    "expected" JSONB,
    "metadata" JSONB NOT NULL,
    "traceId" TEXT NOT NULL DEFAULT '',
    "spanId" TEXT NOT NULL DEFAULT '',
    "takenFrom" TEXT,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dataset_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scores" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" DOUBLE PRECISION,
    "text" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "traceId" TEXT NOT NULL DEFAULT '',
    "spanId" TEXT NOT NULL DEFAULT '',
    "session" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3) NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "scores_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "datasets_workspaceId_id_idx" ON "datasets"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "datasets_workspaceId_name_key" ON "datasets"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "dataset_items_workspaceId_datasetId_id_idx" ON "dataset_items"("workspaceId", "datasetId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_items_datasetId_takenFrom_key" ON "dataset_items"("datasetId", "takenFrom");

-- CreateIndex
CREATE INDEX "scores_workspaceId_id_idx" ON "scores"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "scores_workspaceId_traceId_idx" ON "scores"("workspaceId", "traceId");

-- CreateIndex
CREATE INDEX "scores_workspaceId_session_idx" ON "scores"("workspaceId", "session");

-- CreateIndex
CREATE INDEX "scores_workspaceId_name_at_idx" ON "scores"("workspaceId", "name", "at");

-- CreateIndex
CREATE UNIQUE INDEX "scores_workspaceId_externalId_key" ON "scores"("workspaceId", "externalId");

-- AddForeignKey
ALTER TABLE "dataset_items" ADD CONSTRAINT "dataset_items_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
