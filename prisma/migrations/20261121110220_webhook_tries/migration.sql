-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "webhook_deliveries" ADD COLUMN     "access_request_id" UUID,
ADD COLUMN     "last_response" TEXT,
ADD COLUMN     "next_try_at" TIMESTAMPTZ(3);
