-- The first berth: people, teams, clusters, namespaces, requests, audit and the outbox.
-- Two rules shape this file. What actions write (namespace) stands apart from what the worker writes
-- (namespace_status, cluster_status), so that the two never fight over a row. And what must be exclusive
-- is exclusive by a key of the database, never by a check in code.

CREATE EXTENSION IF NOT EXISTS citext;

-- People ---------------------------------------------------------------------------------------------------

CREATE TABLE person (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  issuer         text NOT NULL,
  subject        text NOT NULL,
  email          citext NOT NULL UNIQUE,
  name           text NOT NULL,
  -- The groups the identity provider named last. Memberships are derived from them by joining team_group,
  -- never stored a second time (docs/adr/0004), so that a changed mapping or group counts at once.
  groups         text[] NOT NULL DEFAULT '{}',
  -- 'known', or 'left-out' when the provider omitted the claim (overage): then `groups` keeps the last known.
  groups_state   text NOT NULL DEFAULT 'known' CHECK (groups_state IN ('known', 'left-out')),
  groups_seen_at timestamptz,
  disabled_at    timestamptz,
  last_seen_at   timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (issuer, subject)
);
CREATE INDEX person_groups ON person USING gin (groups);

-- A signed-in browser. The cookie holds only this id, sealed; the refresh token stays here, sealed with a key
-- that Postgres does not hold.
CREATE TABLE session (
  id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id            uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  refresh_token_sealed bytea,
  created_at           timestamptz NOT NULL DEFAULT now(),
  expires_at           timestamptz NOT NULL,
  refreshed_at         timestamptz NOT NULL DEFAULT now(),
  refresh_started_at   timestamptz,
  refresh_error        text,
  ended_at             timestamptz
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE api_token (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id    uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  name         text NOT NULL,
  secret_hash  bytea NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX api_token_person ON api_token (person_id);

-- Teams, services ------------------------------------------------------------------------------------------

CREATE TABLE team (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug          text NOT NULL UNIQUE CHECK (slug ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name          text NOT NULL,
  description   text NOT NULL DEFAULT '',
  contact_email citext,
  chat_url      text,
  on_call_url   text,
  cost_centre   text,
  -- Sum of quota over all namespaces of the team: {"requests.cpu": "64", "requests.memory": "256Gi"}; null = no budget.
  budget        jsonb,
  archived_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  version       integer NOT NULL DEFAULT 1
);

-- Which identity-provider groups make somebody a member or a maintainer of a team.
CREATE TABLE team_group (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  team_id    uuid NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  group_name text NOT NULL CHECK (group_name <> ''),
  role       text NOT NULL CHECK (role IN ('member', 'maintainer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (team_id, group_name)
);
CREATE INDEX team_group_name ON team_group (group_name);

-- Portal-wide roles, given to a group or to one person.
CREATE TABLE role_grant (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  role       text NOT NULL CHECK (role IN ('administrator', 'approver', 'auditor')),
  group_name text,
  person_id  uuid REFERENCES person (id) ON DELETE CASCADE,
  created_by uuid REFERENCES person (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((group_name IS NULL) <> (person_id IS NULL)),
  UNIQUE NULLS NOT DISTINCT (role, group_name, person_id)
);

CREATE TABLE service (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name        text NOT NULL,
  team_id     uuid NOT NULL REFERENCES team (id),
  description text NOT NULL DEFAULT '',
  tier        integer CHECK (tier BETWEEN 1 AND 4),
  sla         jsonb NOT NULL DEFAULT '{}',
  links       jsonb NOT NULL DEFAULT '{}',
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  version     integer NOT NULL DEFAULT 1
);
CREATE INDEX service_team ON service (team_id);

-- Clusters -------------------------------------------------------------------------------------------------

CREATE TABLE cluster (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name         text NOT NULL UNIQUE CHECK (name ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text NOT NULL,
  -- What a tenant's kubectl needs; public facts. Berth's own credentials are files of the worker, never rows.
  api_server   text NOT NULL,
  ca_bundle    text,
  environments text[] NOT NULL CHECK (cardinality(environments) > 0),
  -- Offer and wiring, parsed by clusterConfigSchema in lib/domain/cluster.
  config       jsonb NOT NULL DEFAULT '{}',
  mode         text NOT NULL DEFAULT 'heal' CHECK (mode IN ('heal', 'observe')),
  archived_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  version      integer NOT NULL DEFAULT 1
);

-- Written by the worker alone.
CREATE TABLE cluster_status (
  cluster_id      uuid PRIMARY KEY REFERENCES cluster (id) ON DELETE CASCADE,
  reachable       boolean NOT NULL,
  reason          text NOT NULL,
  message         text NOT NULL DEFAULT '',
  version         text,
  allocatable     jsonb,
  conditions      jsonb NOT NULL DEFAULT '[]',
  last_success_at timestamptz,
  observed_at     timestamptz NOT NULL DEFAULT now()
);

-- The worker's mirror of every namespace name on a cluster, ours or not: the live "name taken" check reads it.
CREATE TABLE cluster_namespace (
  cluster_id  uuid NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  name        text NOT NULL,
  uid         text NOT NULL,
  berth_id    text,
  phase       text NOT NULL,
  observed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_id, name)
);

-- Namespaces -----------------------------------------------------------------------------------------------

-- Identity and desired state: written by actions only.
CREATE TABLE namespace (
  id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  cluster_id            uuid NOT NULL REFERENCES cluster (id),
  name                  text NOT NULL CHECK (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  team_id               uuid NOT NULL REFERENCES team (id),
  service_id            uuid NOT NULL REFERENCES service (id),
  environment           text NOT NULL,
  purpose               text NOT NULL DEFAULT '',
  -- namespaceSpecSchema in lib/domain/desired-state.
  spec                  jsonb NOT NULL,
  generation            bigint NOT NULL DEFAULT 1 CHECK (generation > 0),
  -- Rises when something outside the spec (a team's name, a template, drift) makes another pass due.
  mark                  bigint NOT NULL DEFAULT 0,
  expires_at            timestamptz,
  deletion_requested_at timestamptz,
  -- Set when the API server has said NotFound: the row is history then, and its name free.
  released_at           timestamptz,
  created_by            uuid REFERENCES person (id) ON DELETE SET NULL,
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX namespace_team ON namespace (team_id) WHERE released_at IS NULL;
CREATE INDEX namespace_service ON namespace (service_id) WHERE released_at IS NULL;
CREATE INDEX namespace_keyset ON namespace (name, id) WHERE released_at IS NULL;
CREATE INDEX namespace_cluster ON namespace (cluster_id, name);

-- Written by the worker alone. observed_* against namespace.generation and namespace.mark is the work list.
CREATE TABLE namespace_status (
  namespace_id        uuid PRIMARY KEY REFERENCES namespace (id) ON DELETE CASCADE,
  observed_generation bigint NOT NULL DEFAULT 0,
  observed_mark       bigint NOT NULL DEFAULT 0,
  phase               text NOT NULL DEFAULT 'Pending'
                      CHECK (phase IN ('Pending', 'Provisioning', 'Ready', 'Degraded', 'Deleting', 'Deleted')),
  conditions          jsonb NOT NULL DEFAULT '[]',
  objects             jsonb NOT NULL DEFAULT '[]',
  corrections         jsonb NOT NULL DEFAULT '[]',
  uid                 text,
  ready_at            timestamptz,
  updated_at          timestamptz NOT NULL DEFAULT now()
);

-- The claim on a namespace: lease on database time, and an epoch that fences a worker which lost it.
CREATE TABLE reconcile_work (
  namespace_id uuid PRIMARY KEY REFERENCES namespace (id) ON DELETE CASCADE,
  epoch        bigint NOT NULL DEFAULT 0,
  lease_owner  text,
  lease_until  timestamptz,
  attempts     integer NOT NULL DEFAULT 0,
  not_before   timestamptz NOT NULL DEFAULT now(),
  -- A pass is wanted at not_before although nothing changed (a retry, a deletion in progress).
  retry        boolean NOT NULL DEFAULT false
);
CREATE INDEX reconcile_work_due ON reconcile_work (not_before);

-- Quota used against hard, as the cluster said last. Apart from status: it changes far more often.
CREATE TABLE namespace_usage (
  namespace_id uuid PRIMARY KEY REFERENCES namespace (id) ON DELETE CASCADE,
  hard         jsonb NOT NULL DEFAULT '{}',
  used         jsonb NOT NULL DEFAULT '{}',
  observed_at  timestamptz NOT NULL DEFAULT now()
);

-- Requests -------------------------------------------------------------------------------------------------

CREATE TABLE guardrail_version (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- guardrailLimitsSchema in lib/domain/guardrails.
  limits     jsonb NOT NULL,
  note       text NOT NULL DEFAULT '',
  created_by uuid REFERENCES person (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE request (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number            bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind              text NOT NULL CHECK (kind IN ('create', 'change', 'transfer', 'extend', 'delete', 'adopt')),
  state             text NOT NULL CHECK (state IN ('pending', 'answer-needed', 'approved', 'rejected',
                                                   'withdrawn', 'lapsed', 'applied', 'superseded')),
  requester_id      uuid NOT NULL REFERENCES person (id),
  team_id           uuid NOT NULL REFERENCES team (id),
  reason            text NOT NULL DEFAULT '',
  verdict           jsonb NOT NULL,
  guardrail_version integer NOT NULL REFERENCES guardrail_version (id),
  -- sha256 of result, verdict and guardrail version: what an approval binds to.
  result_hash       text NOT NULL,
  decided_at        timestamptz,
  decision_comment  text,
  applied_at        timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  version           integer NOT NULL DEFAULT 1
);
CREATE INDEX request_state ON request (state, created_at);
CREATE INDEX request_team ON request (team_id, created_at);
CREATE INDEX request_requester ON request (requester_id, created_at);

CREATE TABLE request_item (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id      uuid NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  position        integer NOT NULL DEFAULT 0,
  -- Null until a create is applied.
  namespace_id    uuid REFERENCES namespace (id),
  cluster_id      uuid NOT NULL REFERENCES cluster (id),
  namespace_name  text NOT NULL,
  base_generation bigint,
  -- Paths of the desired state that this item changes, and the whole desired state it leads to.
  changed_paths   text[] NOT NULL DEFAULT '{}',
  desired         jsonb NOT NULL,
  UNIQUE (request_id, position)
);
CREATE INDEX request_item_namespace ON request_item (namespace_id);

CREATE TABLE party (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('platform', 'team', 'zone')),
  team_id    uuid REFERENCES team (id),
  rules      jsonb NOT NULL DEFAULT '[]',
  state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'yes', 'no')),
  CHECK ((kind = 'team') = (team_id IS NOT NULL)),
  UNIQUE NULLS NOT DISTINCT (request_id, kind, team_id)
);

CREATE TABLE approval (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id        uuid NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  party_id          uuid NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  person_id         uuid NOT NULL REFERENCES person (id),
  decision          text NOT NULL CHECK (decision IN ('yes', 'no')),
  comment           text NOT NULL DEFAULT '',
  result_hash       text NOT NULL,
  guardrail_version integer NOT NULL,
  voided_at         timestamptz,
  void_reason       text,
  created_at        timestamptz NOT NULL DEFAULT now()
);
-- One person speaks for one party of a request, and a party speaks once.
CREATE UNIQUE INDEX approval_person ON approval (request_id, person_id) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX approval_party ON approval (party_id) WHERE voided_at IS NULL;

-- Nobody approves their own request: the database refuses it too.
CREATE FUNCTION approval_not_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM request r WHERE r.id = NEW.request_id AND r.requester_id = NEW.person_id) THEN
    RAISE EXCEPTION 'nobody approves their own request' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_not_own BEFORE INSERT ON approval FOR EACH ROW EXECUTE FUNCTION approval_not_own();

CREATE TABLE request_comment (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  person_id  uuid NOT NULL REFERENCES person (id),
  body       text NOT NULL CHECK (body <> ''),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX request_comment_request ON request_comment (request_id, created_at);

-- Who holds a name on a cluster: an open create request or a live namespace, never both, never two.
CREATE TABLE name_reservation (
  cluster_id   uuid NOT NULL REFERENCES cluster (id),
  name         text NOT NULL,
  request_id   uuid REFERENCES request (id) ON DELETE CASCADE,
  namespace_id uuid REFERENCES namespace (id) ON DELETE CASCADE,
  PRIMARY KEY (cluster_id, name),
  CHECK ((request_id IS NULL) <> (namespace_id IS NULL))
);

-- Audit, events --------------------------------------------------------------------------------------------

CREATE TABLE audit_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_kind  text NOT NULL CHECK (actor_kind IN ('person', 'token', 'worker', 'system')),
  actor_id    uuid,
  actor_name  text NOT NULL,
  action      text NOT NULL,
  target_kind text NOT NULL,
  target_id   text NOT NULL,
  target_name text NOT NULL,
  team_id     uuid,
  detail      jsonb NOT NULL DEFAULT '{}',
  trace_id    text
);
CREATE INDEX audit_event_target ON audit_event (target_kind, target_id, id);
CREATE INDEX audit_event_team ON audit_event (team_id, id);

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are never changed or removed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

-- Events for streams and wake-ups: ids only, no content; readers fetch what they may see.
CREATE TABLE outbox (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic      text NOT NULL CHECK (topic IN ('namespace', 'request', 'cluster', 'team', 'service')),
  key        text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_created ON outbox (created_at);

CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('berth_events', NEW.id || ' ' || NEW.topic || ' ' || NEW.key);
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_notify();

CREATE FUNCTION namespace_work_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What failed before may well pass now: a change doesn't wait for the back-off of what it replaces.
  IF TG_OP = 'UPDATE' THEN
    UPDATE reconcile_work SET not_before = now(), attempts = 0 WHERE namespace_id = NEW.id AND not_before > now();
  END IF;
  PERFORM pg_notify('berth_work', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER namespace_work_new AFTER INSERT ON namespace
  FOR EACH ROW EXECUTE FUNCTION namespace_work_notify();
CREATE TRIGGER namespace_work_changed AFTER UPDATE OF generation, mark, deletion_requested_at ON namespace
  FOR EACH ROW EXECUTE FUNCTION namespace_work_notify();

-- Every namespace has its status and work row from the first moment, so that nothing needs an outer join.
CREATE FUNCTION namespace_companions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO namespace_status (namespace_id) VALUES (NEW.id);
  INSERT INTO reconcile_work (namespace_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER namespace_companions AFTER INSERT ON namespace
  FOR EACH ROW EXECUTE FUNCTION namespace_companions();

-- HTTP -----------------------------------------------------------------------------------------------------

CREATE TABLE idempotency_key (
  person_id    uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  key          text NOT NULL,
  request_hash text NOT NULL,
  status       integer,
  response     jsonb,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, key)
);

-- Token buckets, shared by all web processes; losing them in a crash is harmless.
CREATE UNLOGGED TABLE rate_limit (
  key        text PRIMARY KEY,
  tokens     double precision NOT NULL,
  updated_at timestamptz NOT NULL
);

-- The guardrails a new house starts with; administrators replace them by newer versions.
INSERT INTO guardrail_version (limits, note) VALUES ('{}', 'Built-in defaults');
