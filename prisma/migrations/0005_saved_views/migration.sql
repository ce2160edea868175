-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "screen" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "ownerId" TEXT NOT NULL,
    "ownerName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "saved_views_workspaceId_screen_id_idx" ON "saved_views"("workspaceId", "screen", "id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_workspaceId_screen_ownerId_name_key" ON "saved_views"("workspaceId", "screen", "ownerId", "name");
