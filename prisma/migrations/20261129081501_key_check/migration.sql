-- CreateTable
CREATE TABLE "key_checks" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mac" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_checks_pkey" PRIMARY KEY ("id")
);
