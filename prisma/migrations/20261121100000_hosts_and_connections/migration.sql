-- Delegated hosts and agreed connections.
--
-- A name is made a point or a range of reversed labels, each label ended by a dot ("shop.example.com" -> "com.example.shop."), so that
-- wildcard, exact and subtree are one kind of thing and "overlaps" is one operator:
--   shop.example.com     ->  ['com.example.shop.', 'com.example.shop.']
--   *.shop.example.com   ->  ('com.example.shop.', 'com.example.shop/')     everything below, not itself ('/' follows '.' in ASCII)
--   a subdomain as such  ->  ['com.example.shop.', 'com.example.shop/')     itself and everything below
-- A path is the same by elements: "/cart" -> ['/cart/', '/cart0'), and no path is everything. What nobody may hold twice is then
-- excluded by the database, with no race to lose. lib/domain/hosts says the same in TypeScript; a property test holds the two together.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TYPE name_range AS RANGE (SUBTYPE = text, COLLATION = "C");

-- Reversed labels, each ended by a dot. IMMUTABLE: generated columns are made of it.
CREATE FUNCTION host_key(host text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT string_agg(label, '.' ORDER BY position DESC) || '.'
  FROM string_to_table(host, '.') WITH ORDINALITY AS labels (label, position)
$$;

-- What a host stands for: an exact name is a point, a wildcard everything below.
CREATE FUNCTION host_range(host text) RETURNS name_range LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN host LIKE '*.%'
    THEN name_range(host_key(substr(host, 3)), rtrim(host_key(substr(host, 3)), '.') || '/', '()')
    ELSE name_range(host_key(host), host_key(host), '[]') END
$$;

-- A subdomain with everything below it.
CREATE FUNCTION subdomain_range(suffix text) RETURNS name_range LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT name_range(host_key(suffix), rtrim(host_key(suffix), '.') || '/', '[)')
$$;

-- '' is the whole host.
CREATE FUNCTION path_range(path text) RETURNS name_range LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN path = '' THEN name_range(NULL, NULL) ELSE name_range(path || '/', path || '0', '[)') END
$$;

-- Zones --------------------------------------------------------------------------------------------------------

-- A DNS suffix from which hosts are delegated, on some clusters. Zones never lie within each other.
CREATE TABLE zone (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  suffix       text NOT NULL CHECK (suffix ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$' AND length(suffix) <= 253),
  description  text NOT NULL DEFAULT '',
  -- Whose yes is asked for what nobody delegated; null: the platform's.
  owner_team_id uuid REFERENCES team (id),
  archived_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  version      integer NOT NULL DEFAULT 1,
  range        name_range NOT NULL GENERATED ALWAYS AS (subdomain_range(suffix)) STORED,
  CONSTRAINT zone_suffix_exclusive EXCLUDE USING gist (range WITH &&) WHERE (archived_at IS NULL)
);

CREATE TABLE zone_cluster (
  zone_id    uuid NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
  cluster_id uuid NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  PRIMARY KEY (zone_id, cluster_id)
);
CREATE INDEX zone_cluster_cluster ON zone_cluster (cluster_id);

-- A name, or all names below one, given to a team: its maintainers hand out hosts within it without asking.
CREATE TABLE delegation (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  zone_id     uuid NOT NULL REFERENCES zone (id),
  team_id     uuid NOT NULL REFERENCES team (id),
  -- '*.payments.example.com' (all below), 'payments.example.com' (that name alone).
  host        text NOT NULL CHECK (host ~ '^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$' AND length(host) <= 253),
  reason      text NOT NULL DEFAULT '',
  created_by  uuid REFERENCES person (id) ON DELETE SET NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  revoked_by  uuid REFERENCES person (id) ON DELETE SET NULL,
  revoked_at  timestamptz,
  range       name_range NOT NULL GENERATED ALWAYS AS (host_range(host)) STORED,
  -- No two teams hold a name; one team may hold a name and the tree above it.
  CONSTRAINT delegation_exclusive EXCLUDE USING gist (range WITH &&, team_id WITH <>) WHERE (revoked_at IS NULL)
);
CREATE INDEX delegation_team ON delegation (team_id) WHERE revoked_at IS NULL;
CREATE INDEX delegation_zone ON delegation (zone_id) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX delegation_once ON delegation (team_id, host) WHERE revoked_at IS NULL;

CREATE FUNCTION delegation_within_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM zone z WHERE z.id = NEW.zone_id AND z.archived_at IS NULL AND z.range @> host_range(NEW.host)) THEN
    RAISE EXCEPTION '% does not lie in its zone', NEW.host USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_within_zone';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delegation_within_zone BEFORE INSERT OR UPDATE OF zone_id, host ON delegation
  FOR EACH ROW EXECUTE FUNCTION delegation_within_zone();

-- A host, wildcard or host and path, held by a namespace (or by the open create request that asks for it).
--   reserved     an open create request asks for it
--   active       granted: namespace.spec.hosts lists it
--   revoking     no longer granted, but the cluster has not yet confirmed that it knows; the name stays taken
--   quarantined  confirmed; kept from others until `free_at`, its last holder may take it again
--   free         history
CREATE TABLE host_grant (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  cluster_id    uuid NOT NULL REFERENCES cluster (id),
  team_id       uuid NOT NULL REFERENCES team (id),
  delegation_id uuid REFERENCES delegation (id),
  namespace_id  uuid REFERENCES namespace (id),
  request_id    uuid REFERENCES request (id),
  -- Service and environment: one service may publish a host from two clusters.
  holder_id     text NOT NULL CHECK (holder_id <> ''),
  host          text NOT NULL CHECK (host ~ '^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$' AND length(host) <= 253),
  path          text NOT NULL DEFAULT ''
                CHECK (path = '' OR (path ~ '^(/[A-Za-z0-9_.~-]+)+$' AND path !~ '/\.{1,2}(/|$)' AND host NOT LIKE '*.%')),
  state         text NOT NULL CHECK (state IN ('reserved', 'active', 'revoking', 'quarantined', 'free')),
  -- Namespace generation whose observation proves that the cluster no longer grants the host.
  revoked_generation bigint,
  revoke_reason text,
  free_at       timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  place_id      uuid NOT NULL GENERATED ALWAYS AS (COALESCE(namespace_id, request_id)) STORED,
  host_range    name_range NOT NULL GENERATED ALWAYS AS (host_range(host)) STORED,
  path_range    name_range NOT NULL GENERATED ALWAYS AS (path_range(path)) STORED,
  CHECK (num_nonnulls(namespace_id, request_id) >= 1),
  CHECK ((state = 'reserved') = (namespace_id IS NULL) OR state = 'free'),
  CHECK ((state = 'quarantined') <= (free_at IS NOT NULL)),
  -- Everywhere, between holders.
  CONSTRAINT host_grant_exclusive
    EXCLUDE USING gist (host_range WITH &&, path_range WITH &&, holder_id WITH <>) WHERE (state <> 'free'),
  -- Within a cluster, between namespaces. Quarantine keeps a name from other holders only: once the cluster has confirmed, another
  -- namespace of the same service and environment may take it.
  CONSTRAINT host_grant_one_place
    EXCLUDE USING gist (cluster_id WITH =, host_range WITH &&, path_range WITH &&, place_id WITH <>)
    WHERE (state NOT IN ('free', 'quarantined'))
);
-- One row per name and place: its last holder takes it again by the same row.
CREATE UNIQUE INDEX host_grant_once ON host_grant (place_id, host, path) WHERE state <> 'free';
CREATE INDEX host_grant_namespace ON host_grant (namespace_id) WHERE state <> 'free';
CREATE INDEX host_grant_request ON host_grant (request_id) WHERE state = 'reserved';
CREATE INDEX host_grant_team ON host_grant (team_id) WHERE state <> 'free';
CREATE INDEX host_grant_delegation ON host_grant (delegation_id) WHERE state <> 'free';
CREATE INDEX host_grant_state ON host_grant (state, free_at) WHERE state IN ('revoking', 'quarantined');
CREATE INDEX host_grant_search ON host_grant USING gin (host gin_trgm_ops) WHERE state <> 'free';

-- What is granted or reserved lies in a delegation of the same team, in a zone that the cluster serves.
CREATE FUNCTION host_grant_delegated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('reserved', 'active') AND NOT EXISTS (
    SELECT 1 FROM delegation d
    JOIN zone z ON z.id = d.zone_id AND z.archived_at IS NULL
    JOIN zone_cluster zc ON zc.zone_id = z.id AND zc.cluster_id = NEW.cluster_id
    WHERE d.id = NEW.delegation_id AND d.team_id = NEW.team_id AND d.revoked_at IS NULL AND d.range @> host_range(NEW.host)
  ) AND NOT (NEW.state = 'reserved' AND NEW.delegation_id IS NULL) THEN
    RAISE EXCEPTION '% is not delegated to this team on this cluster', NEW.host
      USING ERRCODE = 'check_violation', CONSTRAINT = 'host_grant_delegated';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER host_grant_delegated BEFORE INSERT OR UPDATE ON host_grant
  FOR EACH ROW EXECUTE FUNCTION host_grant_delegated();

-- A delegation that still has grants is not taken away under them: they are revoked first, or with it.
CREATE FUNCTION delegation_revoked_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM host_grant g WHERE g.delegation_id = NEW.id AND g.state IN ('reserved', 'active')) THEN
    RAISE EXCEPTION 'hosts are still granted from %', NEW.host
      USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_revoked_last';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delegation_revoked_last AFTER UPDATE OF revoked_at ON delegation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION delegation_revoked_last();

-- What the worker sees on clusters ---------------------------------------------------------------------------

-- Every host that any object of a cluster carries, in our namespaces and others. Written by the worker alone.
CREATE TABLE cluster_host_use (
  cluster_id  uuid NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  namespace   text NOT NULL,
  -- 'Ingress', 'HTTPRoute', 'Gateway', 'Certificate', 'Service' (by annotation), ...
  kind        text NOT NULL,
  name        text NOT NULL,
  -- '' is "every host" (a rule that names none).
  host        text NOT NULL,
  path        text NOT NULL DEFAULT '',
  observed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_id, namespace, kind, name, host, path)
);
CREATE INDEX cluster_host_use_host ON cluster_host_use (host);
CREATE INDEX cluster_host_use_search ON cluster_host_use USING gin (host gin_trgm_ops);

-- What the worker reports of a namespace that is no drift of ours: overlapping Service selectors and the like. Written by the worker alone.
CREATE TABLE namespace_finding (
  namespace_id uuid NOT NULL REFERENCES namespace (id) ON DELETE CASCADE,
  rule         text NOT NULL,
  subject      text NOT NULL,
  message      text NOT NULL,
  observed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (namespace_id, rule, subject)
);

-- Connections --------------------------------------------------------------------------------------------------

-- Traffic from one namespace to another of the same cluster: one row, an egress rule there, an ingress rule here.
-- Agreed when a request for it was approved by the other side's team (or both are one team's); ended by either side.
CREATE TABLE connection (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  from_namespace_id uuid NOT NULL REFERENCES namespace (id),
  to_namespace_id   uuid NOT NULL REFERENCES namespace (id),
  -- [{"port": 8080, "protocol": "TCP"}]
  ports             jsonb NOT NULL
                    CHECK (CASE WHEN jsonb_typeof(ports) = 'array' THEN jsonb_array_length(ports) > 0 ELSE false END),
  request_id        uuid REFERENCES request (id),
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  ended_at          timestamptz,
  CHECK (from_namespace_id <> to_namespace_id)
);
CREATE UNIQUE INDEX connection_once ON connection (from_namespace_id, to_namespace_id) WHERE ended_at IS NULL;
CREATE INDEX connection_to ON connection (to_namespace_id) WHERE ended_at IS NULL;

CREATE FUNCTION connection_one_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(DISTINCT cluster_id) FROM namespace WHERE id IN (NEW.from_namespace_id, NEW.to_namespace_id)) <> 1 THEN
    RAISE EXCEPTION 'a connection lies within one cluster' USING ERRCODE = 'check_violation', CONSTRAINT = 'connection_one_cluster';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER connection_one_cluster BEFORE INSERT OR UPDATE OF from_namespace_id, to_namespace_id ON connection
  FOR EACH ROW EXECUTE FUNCTION connection_one_cluster();

-- A zone's owner can be a party; streams tell of zones.
ALTER TABLE party ADD COLUMN zone_id uuid REFERENCES zone (id);
ALTER TABLE party ADD CONSTRAINT party_zone CHECK ((kind = 'zone') = (zone_id IS NOT NULL));
ALTER TABLE party DROP CONSTRAINT party_request_id_kind_team_id_key;
ALTER TABLE party ADD CONSTRAINT party_once UNIQUE NULLS NOT DISTINCT (request_id, kind, team_id, zone_id);
ALTER TABLE outbox DROP CONSTRAINT outbox_topic_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_topic_check CHECK (topic IN ('namespace', 'request', 'cluster', 'team', 'service', 'zone'));
