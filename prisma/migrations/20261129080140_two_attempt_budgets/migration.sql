-- CreateEnum
CREATE TYPE "attempt_kind" AS ENUM ('PASSWORD', 'SECOND_FACTOR');

-- AlterTable
ALTER TABLE "login_tickets" ADD COLUMN     "password_changed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "attempt_budgets" ADD COLUMN     "kind" "attempt_kind" NOT NULL DEFAULT 'PASSWORD',
ADD COLUMN     "proven_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "known_devices" ADD COLUMN     "second_factor_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "known_devices_token_hash_idx" ON "known_devices"("token_hash");
