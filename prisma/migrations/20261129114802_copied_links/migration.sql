-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "is_copied" BOOLEAN NOT NULL DEFAULT false;
