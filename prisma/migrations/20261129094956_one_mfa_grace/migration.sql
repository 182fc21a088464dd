-- AlterTable
ALTER TABLE "users" ADD COLUMN     "mfa_grace_began_at" TIMESTAMPTZ(3);

-- Since when a person needs two-factor authentication. Null: they do not. `instance` may be null. One expression, so that
-- the planner puts it into the statement that asks.
CREATE FUNCTION mfa_required_since(person users, tenant tenants, instance settings) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT LEAST(
    CASE WHEN CASE WHEN person.is_admin THEN instance.mfa_admins_since
                   WHEN person.is_reviewer THEN instance.mfa_reviewers_since
                   ELSE instance.mfa_users_since END IS NOT NULL
      THEN LEAST(person.mfa_grace_began_at, GREATEST(
        CASE WHEN person.is_admin THEN instance.mfa_admins_since
             WHEN person.is_reviewer THEN instance.mfa_reviewers_since
             ELSE instance.mfa_users_since END,
        coalesce(person.console_role_since, person.created_at))) END,
    CASE WHEN tenant.mfa_required_since IS NOT NULL
      THEN LEAST(person.mfa_grace_began_at,
        GREATEST(tenant.mfa_required_since, coalesce(person.tenant_joined_at, person.created_at))) END)
$$;

-- A grace is given once. Before a requirement ends for a person, or begins anew, its start is kept with the person, in
-- whatever way that happens. An address that is not verified cannot sign in: its grace has not begun.
CREATE FUNCTION keep_mfa_grace_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT LEAST(NEW.mfa_grace_began_at, mfa_required_since(OLD, tenant, instance)) INTO NEW.mfa_grace_began_at
    FROM tenants AS tenant LEFT JOIN settings AS instance ON instance.id = 1 WHERE tenant.id = OLD.tenant_id;
  RETURN NEW;
END $$;

CREATE FUNCTION keep_mfa_graces_in_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH held AS (
    SELECT person.id, mfa_required_since(person, OLD, instance) AS since
    FROM users AS person LEFT JOIN settings AS instance ON instance.id = 1
    WHERE person.tenant_id = OLD.id AND person.email_verified_at IS NOT NULL
    ORDER BY person.id FOR NO KEY UPDATE OF person)
  UPDATE users SET mfa_grace_began_at = held.since FROM held
    WHERE users.id = held.id AND held.since IS NOT NULL AND users.mfa_grace_began_at IS DISTINCT FROM held.since;
  RETURN NULL;
END $$;

CREATE FUNCTION keep_mfa_graces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH held AS (
    SELECT person.id, mfa_required_since(person, tenant, OLD) AS since
    FROM users AS person JOIN tenants AS tenant ON tenant.id = person.tenant_id
    WHERE person.email_verified_at IS NOT NULL
      AND mfa_required_since(person, tenant, OLD) IS DISTINCT FROM person.mfa_grace_began_at
    ORDER BY person.id FOR NO KEY UPDATE OF person)
  UPDATE users SET mfa_grace_began_at = held.since FROM held
    WHERE users.id = held.id AND held.since IS NOT NULL AND users.mfa_grace_began_at IS DISTINCT FROM held.since;
  RETURN NULL;
END $$;

CREATE TRIGGER users_mfa_grace
  BEFORE UPDATE OF tenant_id, tenant_joined_at, is_admin, is_reviewer, console_role_since ON users
  FOR EACH ROW WHEN (OLD.email_verified_at IS NOT NULL AND
    (OLD.tenant_id, OLD.tenant_joined_at, OLD.is_admin, OLD.is_reviewer, OLD.console_role_since)
    IS DISTINCT FROM (NEW.tenant_id, NEW.tenant_joined_at, NEW.is_admin, NEW.is_reviewer, NEW.console_role_since))
  EXECUTE FUNCTION keep_mfa_grace_of_person();
CREATE TRIGGER tenants_mfa_grace AFTER UPDATE OF mfa_required_since ON tenants
  FOR EACH ROW WHEN (OLD.mfa_required_since IS NOT NULL AND OLD.mfa_required_since IS DISTINCT FROM NEW.mfa_required_since)
  EXECUTE FUNCTION keep_mfa_graces_in_tenant();
CREATE TRIGGER settings_mfa_grace AFTER UPDATE OF mfa_admins_since, mfa_reviewers_since, mfa_users_since ON settings
  FOR EACH ROW WHEN ((OLD.mfa_admins_since, OLD.mfa_reviewers_since, OLD.mfa_users_since)
    IS DISTINCT FROM (NEW.mfa_admins_since, NEW.mfa_reviewers_since, NEW.mfa_users_since))
  EXECUTE FUNCTION keep_mfa_graces();
