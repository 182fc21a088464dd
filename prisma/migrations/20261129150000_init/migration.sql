-- Trigram search of the review queue. Trusted since PostgreSQL 13: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "plan" AS ENUM ('FREE', 'PRO', 'TEAM');

-- CreateEnum
CREATE TYPE "environment_status" AS ENUM ('NONE', 'ACTIVE');

-- CreateEnum
CREATE TYPE "environment" AS ENUM ('SANDBOX', 'PRODUCTION');

-- CreateEnum
CREATE TYPE "tenant_role" AS ENUM ('OWNER', 'ADMIN', 'MEMBER');

-- CreateEnum
CREATE TYPE "access_request_status" AS ENUM ('PENDING', 'NEEDS_INFO', 'SNOOZED', 'APPROVED', 'REJECTED', 'REGISTERED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "session_origin" AS ENUM ('PASSWORD', 'SETUP', 'SSO', 'PASSKEY');

-- CreateEnum
CREATE TYPE "token_purpose" AS ENUM ('APPROVAL', 'EMAIL_VERIFICATION', 'PASSWORD_RESET', 'EMAIL_CHANGE', 'EMAIL_CHANGE_UNDO', 'REQUEST_CONFIRMATION', 'ALARM', 'SIGN_IN', 'MFA_RESET_CANCEL', 'DELETION_CANCEL', 'INVITATION');

-- CreateEnum
CREATE TYPE "passkey_ceremony" AS ENUM ('REGISTRATION', 'SIGN_IN', 'SECOND_FACTOR', 'STEP_UP');

-- CreateEnum
CREATE TYPE "sso_ticket_purpose" AS ENUM ('LINK', 'SIGN_UP');

-- CreateEnum
CREATE TYPE "domain_kind" AS ENUM ('CORPORATE', 'FREE', 'DISPOSABLE');

-- CreateEnum
CREATE TYPE "attempt_kind" AS ENUM ('PASSWORD', 'SECOND_FACTOR');

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

-- CreateEnum
CREATE TYPE "mail_state" AS ENUM ('QUEUED', 'SENT', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "actor_type" AS ENUM ('ANONYMOUS', 'USER', 'ADMIN', 'SYSTEM');

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
    "mfa_admins_since" TIMESTAMPTZ(3),
    "mfa_reviewers_since" TIMESTAMPTZ(3),
    "mfa_users_since" TIMESTAMPTZ(3),
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
CREATE TABLE "instance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "first_admin_id" UUID NOT NULL,
    "set_up_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plan" "plan" NOT NULL DEFAULT 'FREE',
    "buyer_mode" TEXT NOT NULL,
    "sandbox_environment" "environment_status" NOT NULL DEFAULT 'ACTIVE',
    "production_environment" "environment_status" NOT NULL DEFAULT 'NONE',
    "mfa_required_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "tenant_role" "tenant_role" NOT NULL DEFAULT 'OWNER',
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "password_hash" TEXT,
    "password_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "email_verified_at" TIMESTAMPTZ(3),
    "deactivated_at" TIMESTAMPTZ(3),
    "is_admin" BOOLEAN NOT NULL DEFAULT false,
    "is_reviewer" BOOLEAN NOT NULL DEFAULT false,
    "console_role_since" TIMESTAMPTZ(3),
    "tenant_joined_at" TIMESTAMPTZ(3),
    "mfa_grace_began_at" TIMESTAMPTZ(3),
    "mfa_start_mailed_at" TIMESTAMPTZ(3),
    "mfa_end_mailed_at" TIMESTAMPTZ(3),
    "request_notices" "request_notices" NOT NULL DEFAULT 'INSTANT',
    "preferred_environment" "environment" NOT NULL DEFAULT 'SANDBOX',
    "locale" TEXT NOT NULL DEFAULT 'en',
    "second_factor_off_at" TIMESTAMPTZ(3),
    "second_factor_since" TIMESTAMPTZ(3),
    "deletion_due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "started_with" "session_origin" NOT NULL,
    "amr" TEXT[],
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL,
    "second_factor_at" TIMESTAMPTZ(3),
    "passkey_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "refresh_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_agent" TEXT NOT NULL,
    "ip" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_tickets" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "attempts_left" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "password_changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "login_tickets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "totp_credentials" (
    "user_id" UUID NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "last_step" INTEGER NOT NULL,
    "enabled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "owned_since" TIMESTAMPTZ(3),

    CONSTRAINT "totp_credentials_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "totp_enrolments" (
    "user_id" UUID NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "recovery_code_hashes" BYTEA[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "totp_enrolments_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_budgets" (
    "user_id" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "kind" "attempt_kind" NOT NULL DEFAULT 'PASSWORD',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "blocked_until" TIMESTAMPTZ(3),
    "proven_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempt_budgets_pkey" PRIMARY KEY ("user_id","device")
);

-- CreateTable
CREATE TABLE "known_devices" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "second_factor_at" TIMESTAMPTZ(3),

    CONSTRAINT "known_devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkeys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "backed_up" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_challenges" (
    "id" UUID NOT NULL,
    "challenge" BYTEA NOT NULL,
    "ceremony" "passkey_ceremony" NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_challenges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "external_identities" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "issuer" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "external_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_tickets" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "purpose" "sso_ticket_purpose" NOT NULL,
    "provider" TEXT NOT NULL,
    "issuer" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_mfa" BOOLEAN NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sso_tickets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mfa_resets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "requested_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "mfa_resets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "tenant_role" NOT NULL,
    "invited_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

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
CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "public_id" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "replaced_by_id" UUID,
    "warned_week_at" TIMESTAMPTZ(3),
    "warned_day_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key_projects" (
    "api_key_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,

    CONSTRAINT "api_key_projects_pkey" PRIMARY KEY ("api_key_id","project_id")
);

-- CreateTable
CREATE TABLE "one_time_tokens" (
    "id" UUID NOT NULL,
    "purpose" "token_purpose" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "email" TEXT NOT NULL,
    "user_id" UUID,
    "access_request_id" UUID,
    "email_change_id" UUID,
    "invitation_id" UUID,
    "registration_id" UUID,
    "resubmission_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),
    "by_mailbox" BOOLEAN NOT NULL DEFAULT false,
    "is_copied" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "one_time_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pending_registrations" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "password_hash" TEXT,
    "name" TEXT NOT NULL,
    "organization" TEXT NOT NULL,
    "buyer_mode" TEXT,
    "locale" TEXT NOT NULL,
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pending_registrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_changes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "old_email" TEXT NOT NULL,
    "new_email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "undo_expires_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_requests" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organization" TEXT NOT NULL,
    "buyer_mode" TEXT NOT NULL,
    "use_case" TEXT NOT NULL,
    "status" "access_request_status" NOT NULL DEFAULT 'PENDING',
    "version" INTEGER NOT NULL DEFAULT 0,
    "search_text" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "email_domain" TEXT NOT NULL DEFAULT '',
    "domain_kind" "domain_kind" NOT NULL DEFAULT 'CORPORATE',
    "source" TEXT NOT NULL DEFAULT 'web',
    "email_confirmed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "approval_expires_at" TIMESTAMPTZ(3),
    "rejection_reason" TEXT,
    "approval_note" TEXT,
    "snoozed_until" TIMESTAMPTZ(3),
    "assignee_id" UUID,
    "question" TEXT,
    "decided_by_rule_id" UUID,
    "first_approved_by_id" UUID,
    "duplicate_of_id" UUID,
    "join_tenant_id" UUID,
    "join_role" "tenant_role",
    "join_asked_at" TIMESTAMPTZ(3),
    "join_asked_by_id" UUID,
    "join_confirmed_at" TIMESTAMPTZ(3),
    "undo_until" TIMESTAMPTZ(3),
    "undo_to" "access_request_status",
    "user_id" UUID,

    CONSTRAINT "access_requests_pkey" PRIMARY KEY ("id")
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

-- CreateTable
CREATE TABLE "access_request_events" (
    "id" UUID NOT NULL,
    "access_request_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "access_request_events_pkey" PRIMARY KEY ("id")
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
CREATE TABLE "mails" (
    "id" UUID NOT NULL,
    "to" TEXT NOT NULL,
    "mailbox" TEXT,
    "template" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "sealed_payload" TEXT,
    "state" "mail_state" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "send_after" TIMESTAMPTZ(3),
    "preview" JSONB,
    "access_request_id" UUID,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox_messages" (
    "id" UUID NOT NULL,
    "mail_id" UUID NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_type" "actor_type" NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT,
    "target_id" TEXT,
    "subject_id" UUID,
    "tenant_id" UUID,
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "sequence" BIGINT,
    "hash" BYTEA,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
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
    "failures" INTEGER NOT NULL DEFAULT 0,
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
    "last_response" TEXT,
    "next_try_at" TIMESTAMPTZ(3),
    "access_request_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_checks" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mac" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "access_rules_position_idx" ON "access_rules"("position");

-- CreateIndex
CREATE INDEX "reply_templates_kind_title_idx" ON "reply_templates"("kind", "title");

-- CreateIndex
CREATE INDEX "tenants_created_at_id_idx" ON "tenants"("created_at", "id");

-- CreateIndex
CREATE INDEX "tenants_name_idx" ON "tenants" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_tenant_id_idx" ON "users"("tenant_id");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE INDEX "users_deletion_due_at_idx" ON "users"("deletion_due_at");

-- CreateIndex
CREATE INDEX "users_email_trgm_idx" ON "users" USING GIN ("email" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_name_trgm_idx" ON "users" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_name_id_idx" ON "users"("name", "id");

-- CreateIndex
CREATE INDEX "sessions_user_id_revoked_at_created_at_idx" ON "sessions"("user_id", "revoked_at", "created_at");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "sessions_passkey_id_idx" ON "sessions"("passkey_id");

-- CreateIndex
CREATE UNIQUE INDEX "login_tickets_token_hash_key" ON "login_tickets"("token_hash");

-- CreateIndex
CREATE INDEX "login_tickets_user_id_idx" ON "login_tickets"("user_id");

-- CreateIndex
CREATE INDEX "login_tickets_expires_at_idx" ON "login_tickets"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_code_hash_key" ON "recovery_codes"("code_hash");

-- CreateIndex
CREATE INDEX "recovery_codes_user_id_idx" ON "recovery_codes"("user_id");

-- CreateIndex
CREATE INDEX "attempt_budgets_updated_at_idx" ON "attempt_budgets"("updated_at");

-- CreateIndex
CREATE INDEX "known_devices_token_hash_idx" ON "known_devices"("token_hash");

-- CreateIndex
CREATE INDEX "known_devices_last_seen_at_idx" ON "known_devices"("last_seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "known_devices_user_id_token_hash_key" ON "known_devices"("user_id", "token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");

-- CreateIndex
CREATE INDEX "passkeys_user_id_idx" ON "passkeys"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_challenges_challenge_key" ON "passkey_challenges"("challenge");

-- CreateIndex
CREATE INDEX "passkey_challenges_expires_at_idx" ON "passkey_challenges"("expires_at");

-- CreateIndex
CREATE INDEX "external_identities_user_id_idx" ON "external_identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "external_identities_provider_issuer_subject_key" ON "external_identities"("provider", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "sso_tickets_token_hash_key" ON "sso_tickets"("token_hash");

-- CreateIndex
CREATE INDEX "sso_tickets_expires_at_idx" ON "sso_tickets"("expires_at");

-- CreateIndex
CREATE INDEX "mfa_resets_user_id_created_at_idx" ON "mfa_resets"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "mfa_resets_due_at_idx" ON "mfa_resets"("due_at");

-- CreateIndex
CREATE INDEX "invitations_tenant_id_created_at_idx" ON "invitations"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "invitations_email_idx" ON "invitations"("email");

-- CreateIndex
CREATE INDEX "invitations_expires_at_idx" ON "invitations"("expires_at");

-- CreateIndex
CREATE INDEX "tenant_domains_domain_idx" ON "tenant_domains"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_domains_tenant_id_domain_key" ON "tenant_domains"("tenant_id", "domain");

-- CreateIndex
CREATE INDEX "projects_tenant_id_created_at_id_idx" ON "projects"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_tenant_id_slug_key" ON "projects"("tenant_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_public_id_key" ON "api_keys"("public_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_replaced_by_id_key" ON "api_keys"("replaced_by_id");

-- CreateIndex
CREATE INDEX "api_keys_user_id_created_at_idx" ON "api_keys"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_created_at_idx" ON "api_keys"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "api_keys_expires_at_idx" ON "api_keys"("expires_at");

-- CreateIndex
CREATE INDEX "api_key_projects_project_id_idx" ON "api_key_projects"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_tokens_token_hash_key" ON "one_time_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "one_time_tokens_user_id_purpose_idx" ON "one_time_tokens"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "one_time_tokens_access_request_id_idx" ON "one_time_tokens"("access_request_id");

-- CreateIndex
CREATE INDEX "one_time_tokens_email_change_id_idx" ON "one_time_tokens"("email_change_id");

-- CreateIndex
CREATE INDEX "one_time_tokens_invitation_id_idx" ON "one_time_tokens"("invitation_id");

-- CreateIndex
CREATE INDEX "one_time_tokens_registration_id_idx" ON "one_time_tokens"("registration_id");

-- CreateIndex
CREATE INDEX "one_time_tokens_resubmission_id_idx" ON "one_time_tokens"("resubmission_id");

-- CreateIndex
CREATE INDEX "one_time_tokens_expires_at_idx" ON "one_time_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "pending_registrations_user_id_created_at_idx" ON "pending_registrations"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "pending_registrations_created_at_idx" ON "pending_registrations"("created_at");

-- CreateIndex
CREATE INDEX "email_changes_user_id_created_at_idx" ON "email_changes"("user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "access_requests_user_id_key" ON "access_requests"("user_id");

-- CreateIndex
CREATE INDEX "access_requests_email_idx" ON "access_requests"("email");

-- CreateIndex
CREATE INDEX "access_requests_join_tenant_id_idx" ON "access_requests"("join_tenant_id");

-- CreateIndex
CREATE INDEX "access_requests_status_submitted_at_id_idx" ON "access_requests"("status", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "access_requests_status_approval_expires_at_idx" ON "access_requests"("status", "approval_expires_at");

-- CreateIndex
CREATE INDEX "access_requests_status_snoozed_until_idx" ON "access_requests"("status", "snoozed_until");

-- CreateIndex
CREATE INDEX "access_requests_status_email_domain_submitted_at_id_idx" ON "access_requests"("status", "email_domain", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "access_requests_organization_submitted_at_id_idx" ON "access_requests"("organization", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "access_requests_status_organization_submitted_at_id_idx" ON "access_requests"("status", "organization", "submitted_at", "id");

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
CREATE INDEX "access_requests_submitted_at_id_idx" ON "access_requests"("submitted_at", "id");

-- CreateIndex
CREATE INDEX "access_requests_search_text_idx" ON "access_requests" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "access_resubmissions_access_request_id_submitted_at_idx" ON "access_resubmissions"("access_request_id", "submitted_at");

-- CreateIndex
CREATE INDEX "access_request_events_access_request_id_at_idx" ON "access_request_events"("access_request_id", "at");

-- CreateIndex
CREATE INDEX "request_presences_seen_at_idx" ON "request_presences"("seen_at");

-- CreateIndex
CREATE INDEX "access_request_counts_state_idx" ON "access_request_counts"("state");

-- CreateIndex
CREATE INDEX "mails_state_created_at_id_idx" ON "mails"("state", "created_at", "id");

-- CreateIndex
CREATE INDEX "mails_created_at_id_idx" ON "mails"("created_at", "id");

-- CreateIndex
CREATE INDEX "mails_to_created_at_idx" ON "mails"("to", "created_at");

-- CreateIndex
CREATE INDEX "mails_mailbox_template_created_at_idx" ON "mails"("mailbox", "template", "created_at");

-- CreateIndex
CREATE INDEX "mails_to_trgm_idx" ON "mails" USING GIN ("to" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "mails_access_request_id_created_at_idx" ON "mails"("access_request_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_messages_mail_id_key" ON "mailbox_messages"("mail_id");

-- CreateIndex
CREATE INDEX "mailbox_messages_to_created_at_idx" ON "mailbox_messages"("to", "created_at");

-- CreateIndex
CREATE INDEX "mailbox_messages_created_at_idx" ON "mailbox_messages"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_sequence_key" ON "audit_events"("sequence");

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- CreateIndex
CREATE INDEX "audit_events_subject_id_at_idx" ON "audit_events"("subject_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events"("actor_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_action_at_idx" ON "audit_events"("action", "at");

-- CreateIndex
CREATE INDEX "audit_events_target_type_target_id_at_idx" ON "audit_events"("target_type", "target_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_ip_at_idx" ON "audit_events"("ip", "at");

-- CreateIndex
CREATE INDEX "audit_events_actor_label_at_idx" ON "audit_events"("actor_label", "at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_created_at_id_idx" ON "webhook_deliveries"("webhook_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_state_created_at_idx" ON "webhook_deliveries"("state", "created_at");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_passkey_id_fkey" FOREIGN KEY ("passkey_id") REFERENCES "passkeys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login_tickets" ADD CONSTRAINT "login_tickets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "totp_credentials" ADD CONSTRAINT "totp_credentials_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "totp_enrolments" ADD CONSTRAINT "totp_enrolments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey_challenges" ADD CONSTRAINT "passkey_challenges_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "external_identities" ADD CONSTRAINT "external_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_tickets" ADD CONSTRAINT "sso_tickets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mfa_resets" ADD CONSTRAINT "mfa_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_domains" ADD CONSTRAINT "tenant_domains_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "api_keys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_projects" ADD CONSTRAINT "api_key_projects_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_projects" ADD CONSTRAINT "api_key_projects_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_email_change_id_fkey" FOREIGN KEY ("email_change_id") REFERENCES "email_changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "pending_registrations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_resubmission_id_fkey" FOREIGN KEY ("resubmission_id") REFERENCES "access_resubmissions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pending_registrations" ADD CONSTRAINT "pending_registrations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

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
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_join_asked_by_id_fkey" FOREIGN KEY ("join_asked_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_resubmissions" ADD CONSTRAINT "access_resubmissions_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request_events" ADD CONSTRAINT "access_request_events_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_presences" ADD CONSTRAINT "request_presences_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_presences" ADD CONSTRAINT "request_presences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mails" ADD CONSTRAINT "mails_access_request_id_fkey" FOREIGN KEY ("access_request_id") REFERENCES "access_requests"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox_messages" ADD CONSTRAINT "mailbox_messages_mail_id_fkey" FOREIGN KEY ("mail_id") REFERENCES "mails"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is not part of schema.prisma: partial indexes, indexes on expressions, functions and triggers.

-- One open request per email address. A registered request stays, so a later owner of the address gets a new row.
CREATE UNIQUE INDEX "access_requests_open_email_key" ON "access_requests"("email") WHERE "status" <> 'REGISTERED';

-- A domain belongs to one organization once it is verified.
CREATE UNIQUE INDEX "tenant_domains_verified_domain_key" ON "tenant_domains"("domain") WHERE "verified_at" IS NOT NULL;

-- Events that are not in the audit chain yet: a handful of rows among millions.
CREATE INDEX "audit_events_unsealed_idx" ON "audit_events"("id") WHERE "sequence" IS NULL;
CREATE INDEX "audit_events_tenant_id_id_idx" ON "audit_events"("tenant_id", "id") WHERE "tenant_id" IS NOT NULL;

-- Accounts by email domain, for each page of the queue.
CREATE INDEX "users_email_domain_idx" ON "users" (split_part("email", '@', 2));

-- Admins and reviewers: a handful among all accounts.
CREATE INDEX "users_admins_idx" ON "users" ("created_at", "id") WHERE "is_admin";
CREATE INDEX "users_reviewers_idx" ON "users" ("created_at", "id") WHERE "is_reviewer" AND NOT "is_admin";

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

-- Since when a person needs two-factor authentication. Null: they do not. `instance` may be null. One expression, so that
-- the planner puts it into the statement that asks.
CREATE FUNCTION mfa_required_since(person users, tenant tenants, instance settings) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT LEAST(
    CASE WHEN CASE WHEN person.is_admin THEN instance.mfa_admins_since
                   WHEN person.is_reviewer THEN instance.mfa_reviewers_since
                   ELSE instance.mfa_users_since END IS NOT NULL
      THEN LEAST(person.mfa_grace_began_at, GREATEST(
        CASE WHEN person.is_admin THEN instance.mfa_admins_since
             WHEN person.is_reviewer THEN instance.mfa_reviewers_since
             ELSE instance.mfa_users_since END,
        coalesce(person.console_role_since, person.created_at))) END,
    CASE WHEN tenant.mfa_required_since IS NOT NULL
      THEN LEAST(person.mfa_grace_began_at,
        GREATEST(tenant.mfa_required_since, coalesce(person.tenant_joined_at, person.created_at))) END)
$$;

-- A grace is given once. Before a requirement ends for a person, or begins anew, its start is kept with the person, in
-- whatever way that happens. An address that is not verified cannot sign in: its grace has not begun.
CREATE FUNCTION keep_mfa_grace_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT LEAST(NEW.mfa_grace_began_at, mfa_required_since(OLD, tenant, instance)) INTO NEW.mfa_grace_began_at
    FROM tenants AS tenant LEFT JOIN settings AS instance ON instance.id = 1 WHERE tenant.id = OLD.tenant_id;
  RETURN NEW;
END $$;

CREATE FUNCTION keep_mfa_graces_in_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH held AS (
    SELECT person.id, mfa_required_since(person, OLD, instance) AS since
    FROM users AS person LEFT JOIN settings AS instance ON instance.id = 1
    WHERE person.tenant_id = OLD.id AND person.email_verified_at IS NOT NULL
    ORDER BY person.id FOR NO KEY UPDATE OF person)
  UPDATE users SET mfa_grace_began_at = held.since FROM held
    WHERE users.id = held.id AND held.since IS NOT NULL AND users.mfa_grace_began_at IS DISTINCT FROM held.since;
  RETURN NULL;
END $$;

CREATE FUNCTION keep_mfa_graces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH held AS (
    SELECT person.id, mfa_required_since(person, tenant, OLD) AS since
    FROM users AS person JOIN tenants AS tenant ON tenant.id = person.tenant_id
    WHERE person.email_verified_at IS NOT NULL
      AND mfa_required_since(person, tenant, OLD) IS DISTINCT FROM person.mfa_grace_began_at
    ORDER BY person.id FOR NO KEY UPDATE OF person)
  UPDATE users SET mfa_grace_began_at = held.since FROM held
    WHERE users.id = held.id AND held.since IS NOT NULL AND users.mfa_grace_began_at IS DISTINCT FROM held.since;
  RETURN NULL;
END $$;

CREATE TRIGGER users_mfa_grace
  BEFORE UPDATE OF tenant_id, tenant_joined_at, is_admin, is_reviewer, console_role_since ON users
  FOR EACH ROW WHEN (OLD.email_verified_at IS NOT NULL AND
    (OLD.tenant_id, OLD.tenant_joined_at, OLD.is_admin, OLD.is_reviewer, OLD.console_role_since)
    IS DISTINCT FROM (NEW.tenant_id, NEW.tenant_joined_at, NEW.is_admin, NEW.is_reviewer, NEW.console_role_since))
  EXECUTE FUNCTION keep_mfa_grace_of_person();
CREATE TRIGGER tenants_mfa_grace AFTER UPDATE OF mfa_required_since ON tenants
  FOR EACH ROW WHEN (OLD.mfa_required_since IS NOT NULL AND OLD.mfa_required_since IS DISTINCT FROM NEW.mfa_required_since)
  EXECUTE FUNCTION keep_mfa_graces_in_tenant();
CREATE TRIGGER settings_mfa_grace AFTER UPDATE OF mfa_admins_since, mfa_reviewers_since, mfa_users_since ON settings
  FOR EACH ROW WHEN ((OLD.mfa_admins_since, OLD.mfa_reviewers_since, OLD.mfa_users_since)
    IS DISTINCT FROM (NEW.mfa_admins_since, NEW.mfa_reviewers_since, NEW.mfa_users_since))
  EXECUTE FUNCTION keep_mfa_graces();
