-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "virtualKeyId" UUID;

-- CreateTable
CREATE TABLE "repricings" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "from" TIMESTAMP(3) NOT NULL,
    "to" TIMESTAMP(3) NOT NULL,
    "model" TEXT,
    "provider" TEXT,
    "unpricedOnly" BOOLEAN NOT NULL DEFAULT false,
    "cursor" TIMESTAMP(3),
    "callsLooked" INTEGER NOT NULL DEFAULT 0,
    "callsChanged" INTEGER NOT NULL DEFAULT 0,
    "callsUnpriced" INTEGER NOT NULL DEFAULT 0,
    "beforeUsd" DECIMAL(30,12) NOT NULL DEFAULT 0,
    "afterUsd" DECIMAL(30,12) NOT NULL DEFAULT 0,
    "error" TEXT,
    "startedById" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "repricings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_providers" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dialect" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "apiVersion" TEXT,
    "priceProvider" TEXT,
    "credentialSealed" TEXT,
    "credentialEnding" TEXT,
    "headersSealed" TEXT,
    "headerNames" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "lastTest" JSONB,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "llm_providers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_routes" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "llm_routes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_route_targets" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "routeId" UUID NOT NULL,
    "providerId" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "tier" INTEGER NOT NULL,
    "parameters" JSONB NOT NULL,

    CONSTRAINT "llm_route_targets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prices" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "provider" TEXT,
    "model" TEXT NOT NULL,
    "serviceTier" TEXT,
    "from" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3),
    "inherits" BOOLEAN NOT NULL DEFAULT true,
    "rates" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "prices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price_lists" (
    "workspaceId" UUID NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "price_lists_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "virtual_keys" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "teamId" UUID,
    "allRoutes" BOOLEAN NOT NULL DEFAULT true,
    "allowedRoutes" UUID[],
    "limits" JSONB NOT NULL,
    "whenRedisIsAway" TEXT NOT NULL DEFAULT 'closed',
    "expiresAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "virtual_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "limits" JSONB NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_limits" (
    "workspaceId" UUID NOT NULL,
    "limits" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "llm_limits_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateIndex
CREATE INDEX "repricings_workspaceId_id_idx" ON "repricings"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "repricings_state_idx" ON "repricings"("state");

-- CreateIndex
CREATE INDEX "llm_providers_workspaceId_id_idx" ON "llm_providers"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "llm_providers_workspaceId_name_key" ON "llm_providers"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "llm_routes_workspaceId_id_idx" ON "llm_routes"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "llm_routes_workspaceId_name_key" ON "llm_routes"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "llm_route_targets_workspaceId_routeId_idx" ON "llm_route_targets"("workspaceId", "routeId");

-- CreateIndex
CREATE INDEX "llm_route_targets_workspaceId_providerId_idx" ON "llm_route_targets"("workspaceId", "providerId");

-- CreateIndex
CREATE INDEX "prices_workspaceId_id_idx" ON "prices"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "virtual_keys_workspaceId_id_idx" ON "virtual_keys"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "virtual_keys_workspaceId_teamId_idx" ON "virtual_keys"("workspaceId", "teamId");

-- CreateIndex
CREATE INDEX "teams_workspaceId_id_idx" ON "teams"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "teams_workspaceId_name_key" ON "teams"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "api_keys_workspaceId_virtualKeyId_idx" ON "api_keys"("workspaceId", "virtualKeyId");
