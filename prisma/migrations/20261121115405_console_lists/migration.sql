-- CreateIndex
CREATE INDEX "users_name_id_idx" ON "users"("name", "id");

-- CreateIndex
CREATE INDEX "access_requests_organization_submitted_at_id_idx" ON "access_requests"("organization", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "access_requests_status_organization_submitted_at_id_idx" ON "access_requests"("status", "organization", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "mails_to_trgm_idx" ON "mails" USING GIN ("to" gin_trgm_ops);

-- Who has an account at a domain: asked for every page of the queue.
CREATE INDEX "users_email_domain_idx" ON "users" (split_part("email", '@', 2));

-- A handful among all accounts.
CREATE INDEX "users_admins_idx" ON "users" ("created_at", "id") WHERE "is_admin";
CREATE INDEX "users_reviewers_idx" ON "users" ("created_at", "id") WHERE "is_reviewer" AND NOT "is_admin";
