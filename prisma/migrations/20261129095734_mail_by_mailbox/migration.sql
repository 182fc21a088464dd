-- AlterTable
ALTER TABLE "mails" ADD COLUMN     "mailbox" TEXT;

-- CreateIndex
CREATE INDEX "mails_mailbox_template_created_at_idx" ON "mails"("mailbox", "template", "created_at");
