-- CreateIndex
CREATE INDEX "scores_workspaceId_at_idx" ON "scores"("workspaceId", "at");
