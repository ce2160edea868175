-- CreateTable
CREATE TABLE "prompt_runs" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "sessionId" UUID,
    "promptId" UUID,
    "promptName" TEXT,
    "promptVersion" INTEGER,
    "edited" BOOLEAN NOT NULL DEFAULT false,
    "route" TEXT,
    "providerId" UUID,
    "provider" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL DEFAULT '',
    "request" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "output" TEXT NOT NULL DEFAULT '',
    "toolCalls" JSONB NOT NULL,
    "finishReason" TEXT NOT NULL DEFAULT '',
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "usage" JSONB,
    "costUsd" DECIMAL(18,12),
    "estimated" BOOLEAN NOT NULL DEFAULT false,
    "firstTokenMs" INTEGER,
    "latencyMs" INTEGER,
    "check" JSONB,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "traceId" TEXT NOT NULL DEFAULT '',
    "startedById" TEXT NOT NULL,
    "startedByKind" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "prompt_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playground_sessions" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "playground_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "prompt_runs_workspaceId_id_idx" ON "prompt_runs"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "prompt_runs_workspaceId_sessionId_id_idx" ON "prompt_runs"("workspaceId", "sessionId", "id");

-- CreateIndex
CREATE INDEX "prompt_runs_workspaceId_promptId_promptVersion_id_idx" ON "prompt_runs"("workspaceId", "promptId", "promptVersion", "id");

-- CreateIndex
CREATE INDEX "prompt_runs_state_createdAt_idx" ON "prompt_runs"("state", "createdAt");

-- CreateIndex
CREATE INDEX "playground_sessions_workspaceId_id_idx" ON "playground_sessions"("workspaceId", "id");
