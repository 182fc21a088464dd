-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "registration_id" UUID;

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

-- CreateIndex
CREATE INDEX "pending_registrations_user_id_created_at_idx" ON "pending_registrations"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "pending_registrations_created_at_idx" ON "pending_registrations"("created_at");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "one_time_tokens_registration_id_idx" ON "one_time_tokens"("registration_id");

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "pending_registrations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pending_registrations" ADD CONSTRAINT "pending_registrations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
