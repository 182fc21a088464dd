-- A registered request stays its account's, so a later owner of the address gets a row of their own. What runs beside
-- this looks a row up by its address and takes the first.
-- contract: unused since 0.2
DROP INDEX "access_requests_email_key";

-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "resubmission_id" UUID;

-- AlterTable
ALTER TABLE "access_requests" ADD COLUMN     "join_asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "join_asked_by_id" UUID,
ADD COLUMN     "join_confirmed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "tenant_id" UUID;

-- CreateTable
CREATE TABLE "tenant_domains" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(3),
    "verified_by" TEXT,

    CONSTRAINT "tenant_domains_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_resubmissions" (
    "id" UUID NOT NULL,
    "access_request_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "organization" TEXT NOT NULL,
    "buyer_mode" TEXT NOT NULL,
    "use_case" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_resubmissions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tenant_domains_domain_idx" ON "tenant_domains"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_domains_tenant_id_domain_key" ON "tenant_domains"("tenant_id", "domain");

-- CreateIndex
CREATE INDEX "access_resubmissions_access_request_id_submitted_at_idx" ON "access_resubmissions"("access_request_id", "submitted_at");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "one_time_tokens_resubmission_id_idx" ON "one_time_tokens"("resubmission_id");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "access_requests_email_idx" ON "access_requests"("email");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "access_requests_join_tenant_id_idx" ON "access_requests"("join_tenant_id");

-- AddForeignKey
ALTER TABLE "tenant_domains" ADD CONSTRAINT "tenant_domains_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_resubmission_id_fkey" FOREIGN KEY ("resubmission_id") REFERENCES "access_resubmissions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_join_asked_by_id_fkey" FOREIGN KEY ("join_asked_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_resubmissions" ADD CONSTRAINT "access_resubmissions_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partial, so that they are not part of schema.prisma.
CREATE UNIQUE INDEX IF NOT EXISTS "access_requests_open_email_key" ON "access_requests"("email") WHERE "status" <> 'REGISTERED';
CREATE UNIQUE INDEX "tenant_domains_verified_domain_key" ON "tenant_domains"("domain") WHERE "verified_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "audit_events_tenant_id_id_idx" ON "audit_events"("tenant_id", "id") WHERE "tenant_id" IS NOT NULL;
