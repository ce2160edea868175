-- AlterTable
ALTER TABLE "scores" ADD COLUMN     "responseId" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "soughtUntil" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "scores_soughtUntil_idx" ON "scores"("soughtUntil");
