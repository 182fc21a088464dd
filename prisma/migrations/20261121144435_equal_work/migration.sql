-- DropForeignKey
ALTER TABLE "attempt_budgets" DROP CONSTRAINT "attempt_budgets_user_id_fkey";

-- CreateIndex
CREATE INDEX "attempt_budgets_updated_at_idx" ON "attempt_budgets"("updated_at");

-- CreateIndex
CREATE INDEX "invitations_expires_at_idx" ON "invitations"("expires_at");
