-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "passkey_id" UUID;

-- CreateIndex
CREATE INDEX "sessions_passkey_id_idx" ON "sessions"("passkey_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_passkey_id_fkey" FOREIGN KEY ("passkey_id") REFERENCES "passkeys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Where the account has one passkey, a session that was proven with a passkey was proven with this one. Others confirm again.
UPDATE "sessions" SET "passkey_id" = own.id
FROM (SELECT user_id, min(id::text)::uuid AS id FROM "passkeys" GROUP BY user_id HAVING count(*) = 1) AS own
WHERE own.user_id = "sessions".user_id AND 'passkey' = ANY ("sessions".amr) AND "sessions".revoked_at IS NULL;
