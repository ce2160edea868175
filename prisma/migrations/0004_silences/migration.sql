-- DropIndex
DROP INDEX "alerts_workspaceId_fingerprint_id_idx";

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "annotations" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "ended" TEXT,
ADD COLUMN     "endsAt" TIMESTAMP(3),
ADD COLUMN     "generatorUrl" TEXT,
ADD COLUMN     "lapseCheckAt" TIMESTAMP(3),
ADD COLUMN     "service" TEXT,
ADD COLUMN     "silenced" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "silencedBy" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "startsAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "silences" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "matchers" JSONB NOT NULL,
    "comment" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "applied" TEXT NOT NULL DEFAULT 'pending',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "silences_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "silences_workspaceId_id_idx" ON "silences"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "silences_workspaceId_endsAt_idx" ON "silences"("workspaceId", "endsAt");

-- CreateIndex
CREATE INDEX "silences_applied_startsAt_idx" ON "silences"("applied", "startsAt");

-- CreateIndex
CREATE INDEX "silences_applied_endsAt_idx" ON "silences"("applied", "endsAt");

-- CreateIndex
CREATE INDEX "alerts_workspaceId_fingerprint_openedAt_idx" ON "alerts"("workspaceId", "fingerprint", "openedAt");

-- CreateIndex
CREATE INDEX "alerts_workspaceId_state_severity_id_idx" ON "alerts"("workspaceId", "state", "severity", "id");

-- CreateIndex
CREATE INDEX "alerts_workspaceId_state_silenced_id_idx" ON "alerts"("workspaceId", "state", "silenced", "id");

-- CreateIndex
CREATE INDEX "alerts_workspaceId_service_id_idx" ON "alerts"("workspaceId", "service", "id");

-- CreateIndex
CREATE INDEX "alerts_lapseCheckAt_idx" ON "alerts"("lapseCheckAt");

-- CreateIndex
CREATE INDEX "alerts_labels_idx" ON "alerts" USING GIN ("labels" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "alerts_workspaceId_fingerprint_startsAt_key" ON "alerts"("workspaceId", "fingerprint", "startsAt");


-- Claims from outside are repeated each minute and change no indexed column: room in the page keeps them in place.
ALTER TABLE "alerts" SET (fillfactor = 80);

-- What new alerts are given when they open.
UPDATE "alerts" SET
  "labels" = jsonb_build_object('alertname', "title") || "labels",
  "service" = COALESCE("labels" ->> 'service_name', "labels" ->> 'service', "labels" ->> 'job');
