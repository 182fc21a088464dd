-- CreateEnum
CREATE TYPE "domain_kind" AS ENUM ('CORPORATE', 'FREE', 'DISPOSABLE');

-- CreateEnum
CREATE TYPE "request_notices" AS ENUM ('OFF', 'INSTANT', 'HOURLY');

-- CreateEnum
CREATE TYPE "rule_subject" AS ENUM ('LIST', 'FREE_MAIL', 'DISPOSABLE');

-- CreateEnum
CREATE TYPE "rule_effect" AS ENUM ('APPROVE', 'HOLD', 'REJECT');

-- CreateEnum
CREATE TYPE "reply_template_kind" AS ENUM ('APPROVAL_NOTE', 'REJECTION_REASON', 'QUESTION');

-- CreateEnum
CREATE TYPE "webhook_delivery_state" AS ENUM ('QUEUED', 'DELIVERED', 'FAILED');

-- AlterEnum
ALTER TYPE "mail_state" ADD VALUE 'CANCELLED';

-- DropIndex
DROP INDEX "tenants_created_at_idx";

-- DropIndex
DROP INDEX "mails_state_created_at_idx";

-- DropIndex
DROP INDEX "mails_created_at_idx";

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "is_reviewer" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "request_notices" "request_notices" NOT NULL DEFAULT 'INSTANT';

-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "opened_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "access_requests" ADD COLUMN     "assignee_id" UUID,
ADD COLUMN     "decided_by_rule_id" UUID,
ADD COLUMN     "domain_kind" "domain_kind" NOT NULL DEFAULT 'CORPORATE',
ADD COLUMN     "duplicate_of_id" UUID,
ADD COLUMN     "email_domain" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "first_approved_by_id" UUID,
ADD COLUMN     "join_role" "tenant_role",
ADD COLUMN     "join_tenant_id" UUID,
ADD COLUMN     "question" TEXT,
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3),
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'web',
ADD COLUMN     "undo_to" "access_request_status",
ADD COLUMN     "undo_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "mails" ADD COLUMN     "access_request_id" UUID,
ADD COLUMN     "preview" JSONB,
ADD COLUMN     "send_after" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "hash" BYTEA,
ADD COLUMN     "sequence" BIGINT;

-- CreateTable
CREATE TABLE "settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "undo_seconds" INTEGER NOT NULL DEFAULT 15,
    "amber_after_hours" INTEGER NOT NULL DEFAULT 24,
    "red_after_hours" INTEGER NOT NULL DEFAULT 72,
    "mails_received" BOOLEAN NOT NULL DEFAULT true,
    "mails_questions" BOOLEAN NOT NULL DEFAULT true,
    "mails_rejections" BOOLEAN NOT NULL DEFAULT true,
    "four_eyes_buyer_modes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rejected_retention_days" INTEGER,
    "audit_retention_days" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_rules" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "subject" "rule_subject" NOT NULL,
    "patterns" TEXT[],
    "effect" "rule_effect" NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL,
    "hits" INTEGER NOT NULL DEFAULT 0,
    "last_hit_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reply_templates" (
    "id" UUID NOT NULL,
    "kind" "reply_template_kind" NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reply_templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_presences" (
    "access_request_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_presences_pkey" PRIMARY KEY ("access_request_id","user_id")
);

-- CreateTable
CREATE TABLE "access_request_counts" (
    "id" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "delta" INTEGER NOT NULL,

    CONSTRAINT "access_request_counts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "removed" INTEGER NOT NULL,
    "mac" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "events" TEXT[],
    "sealed_secret" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "webhook_delivery_state" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_status" INTEGER,
    "last_error" TEXT,
    "last_took" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "access_rules_position_idx" ON "access_rules"("position");

-- CreateIndex
CREATE INDEX "reply_templates_kind_title_idx" ON "reply_templates"("kind", "title");

-- CreateIndex
CREATE INDEX "request_presences_seen_at_idx" ON "request_presences"("seen_at");

-- CreateIndex
CREATE INDEX "access_request_counts_state_idx" ON "access_request_counts"("state");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_created_at_id_idx" ON "webhook_deliveries"("webhook_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_state_created_at_idx" ON "webhook_deliveries"("state", "created_at");

-- CreateIndex
CREATE INDEX "tenants_created_at_id_idx" ON "tenants"("created_at", "id");

-- CreateIndex
CREATE INDEX "tenants_name_idx" ON "tenants" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_email_trgm_idx" ON "users" USING GIN ("email" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_name_trgm_idx" ON "users" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "access_requests_status_snoozed_until_idx" ON "access_requests"("status", "snoozed_until");

-- CreateIndex
CREATE INDEX "access_requests_status_email_domain_submitted_at_id_idx" ON "access_requests"("status", "email_domain", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "access_requests_email_domain_submitted_at_idx" ON "access_requests"("email_domain", "submitted_at");

-- CreateIndex
CREATE INDEX "access_requests_ip_submitted_at_idx" ON "access_requests"("ip", "submitted_at");

-- CreateIndex
CREATE INDEX "access_requests_assignee_id_status_idx" ON "access_requests"("assignee_id", "status");

-- CreateIndex
CREATE INDEX "access_requests_decided_by_id_decided_at_idx" ON "access_requests"("decided_by_id", "decided_at");

-- CreateIndex
CREATE INDEX "access_requests_decided_at_idx" ON "access_requests"("decided_at");

-- CreateIndex
CREATE INDEX "access_requests_duplicate_of_id_idx" ON "access_requests"("duplicate_of_id");

-- CreateIndex
CREATE INDEX "mails_state_created_at_id_idx" ON "mails"("state", "created_at", "id");

-- CreateIndex
CREATE INDEX "mails_created_at_id_idx" ON "mails"("created_at", "id");

-- CreateIndex
CREATE INDEX "mails_to_created_at_idx" ON "mails"("to", "created_at");

-- CreateIndex
CREATE INDEX "mails_access_request_id_created_at_idx" ON "mails"("access_request_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_sequence_key" ON "audit_events"("sequence");

-- CreateIndex
CREATE INDEX "audit_events_target_type_target_id_at_idx" ON "audit_events"("target_type", "target_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_ip_at_idx" ON "audit_events"("ip", "at");

-- CreateIndex
CREATE INDEX "audit_events_actor_label_at_idx" ON "audit_events"("actor_label", "at");

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_decided_by_rule_id_fkey" FOREIGN KEY ("decided_by_rule_id") REFERENCES "access_rules"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_first_approved_by_id_fkey" FOREIGN KEY ("first_approved_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_duplicate_of_id_fkey" FOREIGN KEY ("duplicate_of_id") REFERENCES "access_requests"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_join_tenant_id_fkey" FOREIGN KEY ("join_tenant_id") REFERENCES "tenants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_presences" ADD CONSTRAINT "request_presences_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_presences" ADD CONSTRAINT "request_presences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mails" ADD CONSTRAINT "mails_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was submitted before this migration. Free-mail domains as in lib/values/domains.ts at that time.
UPDATE "access_requests" SET "email_domain" = split_part("email", '@', 2);
UPDATE "access_requests" SET "domain_kind" = 'FREE' WHERE "email_domain" IN (
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'me.com',
  'proton.me', 'protonmail.com', 'gmx.de', 'gmx.net', 'web.de', 'aol.com', 'mail.com', 'fastmail.com');

-- Counts of requests by state, as differences. One row per statement and state, never an update: no two writers meet.
CREATE FUNCTION access_request_state("access_requests") RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $1.status = 'PENDING' AND $1.email_confirmed_at IS NULL THEN 'UNCONFIRMED' ELSE $1.status::text END
$$;

CREATE FUNCTION count_added_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_request_counts (state, delta)
  SELECT access_request_state(added), count(*) FROM added GROUP BY 1;
  RETURN NULL;
END $$;

CREATE FUNCTION count_removed_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_request_counts (state, delta)
  SELECT access_request_state(removed), -count(*) FROM removed GROUP BY 1;
  RETURN NULL;
END $$;

CREATE FUNCTION count_changed_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_request_counts (state, delta)
  SELECT state, sum(delta) FROM (
    SELECT access_request_state(added) AS state, 1 AS delta FROM added
    UNION ALL
    SELECT access_request_state(removed), -1 FROM removed
  ) AS changes GROUP BY state HAVING sum(delta) <> 0;
  RETURN NULL;
END $$;

CREATE TRIGGER access_requests_added AFTER INSERT ON access_requests
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_added_requests();
CREATE TRIGGER access_requests_removed AFTER DELETE ON access_requests
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_removed_requests();
CREATE TRIGGER access_requests_changed AFTER UPDATE ON access_requests
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_changed_requests();

INSERT INTO access_request_counts (state, delta)
SELECT access_request_state(access_requests), count(*) FROM access_requests GROUP BY 1;

-- The audit log is append-only: a row changes once, when it joins the chain, and goes only by the retention setting.
CREATE FUNCTION protect_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.hash IS NULL AND OLD.sequence IS NULL
      AND to_jsonb(NEW) - 'hash' - 'sequence' = to_jsonb(OLD) - 'hash' - 'sequence' THEN
      RETURN NEW;
    END IF;
  ELSIF current_setting('foyer.audit_retention', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION protect_audit_events();
