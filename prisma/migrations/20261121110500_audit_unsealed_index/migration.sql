-- What the sealer looks for: a handful of rows among millions. Partial, so that it is not part of schema.prisma.
CREATE INDEX "audit_events_unsealed_idx" ON "audit_events"("id") WHERE "sequence" IS NULL;
