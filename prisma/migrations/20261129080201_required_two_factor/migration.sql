-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "mfa_admins_since" TIMESTAMPTZ(3),
ADD COLUMN     "mfa_reviewers_since" TIMESTAMPTZ(3),
ADD COLUMN     "mfa_users_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "mfa_required_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "console_role_since" TIMESTAMPTZ(3),
ADD COLUMN     "mfa_end_mailed_at" TIMESTAMPTZ(3),
ADD COLUMN     "mfa_start_mailed_at" TIMESTAMPTZ(3),
ADD COLUMN     "tenant_joined_at" TIMESTAMPTZ(3);
