-- AlterTable
ALTER TABLE "monitors" ADD COLUMN     "evaluationErrorCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "seriesTotal" INTEGER NOT NULL DEFAULT 0;
