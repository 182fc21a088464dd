-- AlterTable
ALTER TABLE "users" ADD COLUMN     "second_factor_off_at" TIMESTAMPTZ(3),
ADD COLUMN     "second_factor_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "totp_credentials" ADD COLUMN     "owned_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "by_mailbox" BOOLEAN NOT NULL DEFAULT false;
