-- The catalog's own facts: what a service promises and depends on, who confirmed that it is theirs, names that were given up,
-- links that visitors found broken, questions of ownership, and searches people keep. What search reads is in the next migration.

-- Services -------------------------------------------------------------------------------------------------------

ALTER TABLE service
  ADD COLUMN lifecycle    text NOT NULL DEFAULT 'production' CHECK (lifecycle IN ('experimental', 'production', 'deprecated')),
  ADD COLUMN tags         text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 20),
  -- Its team has said that service, contacts and links are right. Null: never.
  ADD COLUMN confirmed_at timestamptz,
  ADD COLUMN confirmed_by uuid REFERENCES person (id) ON DELETE SET NULL;
CREATE INDEX service_tags ON service USING gin (tags);

-- A promise was five free texts; it is figures now (lib/domain/catalog/promise). What people wrote is kept as its note.
UPDATE service SET sla = jsonb_strip_nulls(jsonb_build_object('note', nullif(concat_ws(' · ',
    sla ->> 'availability', sla ->> 'support', sla ->> 'responseTime',
    'RTO ' || (sla ->> 'rto'), 'RPO ' || (sla ->> 'rpo')), '')))
  WHERE sla <> '{}';

CREATE TABLE service_dependency (
  service_id    uuid NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  depends_on_id uuid NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  PRIMARY KEY (service_id, depends_on_id),
  CHECK (service_id <> depends_on_id)
);
CREATE INDEX service_dependency_depends_on ON service_dependency (depends_on_id);

-- Teams ----------------------------------------------------------------------------------------------------------

ALTER TABLE team
  ADD COLUMN parent_team_id uuid REFERENCES team (id) ON DELETE SET NULL,
  ADD CONSTRAINT team_parent_is_another CHECK (parent_team_id <> id);
CREATE INDEX team_parent ON team (parent_team_id) WHERE parent_team_id IS NOT NULL;

-- Names given up ---------------------------------------------------------------------------------------------------

-- A slug that a team or service had before: it is found, its pages lead on, and nobody else can take it.
CREATE TABLE slug_alias (
  kind       text NOT NULL CHECK (kind IN ('team', 'service')),
  slug       text NOT NULL,
  target_id  uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, slug)
);
CREATE INDEX slug_alias_target ON slug_alias (kind, target_id);

-- The old slug stays behind as an alias in the very statement that changes it; a slug that is another's alias is taken.
CREATE FUNCTION keep_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.slug = OLD.slug THEN RETURN NEW; END IF;
  DELETE FROM slug_alias WHERE kind = TG_TABLE_NAME AND slug = NEW.slug AND target_id = NEW.id;
  IF EXISTS (SELECT 1 FROM slug_alias WHERE kind = TG_TABLE_NAME AND slug = NEW.slug) THEN
    RAISE EXCEPTION 'the slug "%" was given up by another % and still leads there', NEW.slug, TG_TABLE_NAME
      USING ERRCODE = 'unique_violation', CONSTRAINT = TG_TABLE_NAME || '_slug_alias';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO slug_alias (kind, slug, target_id) VALUES (TG_TABLE_NAME, OLD.slug, OLD.id);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER team_keep_slug BEFORE INSERT OR UPDATE OF slug ON team FOR EACH ROW EXECUTE FUNCTION keep_slug();
CREATE TRIGGER service_keep_slug BEFORE INSERT OR UPDATE OF slug ON service FOR EACH ROW EXECUTE FUNCTION keep_slug();

-- Truth over time ----------------------------------------------------------------------------------------------------

-- A visitor says that a link leads nowhere. Nobody fetches it: an owner looks, and mends or clears it.
CREATE TABLE link_report (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id  uuid NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  link        text NOT NULL,
  url         text NOT NULL,
  reported_by uuid REFERENCES person (id) ON DELETE SET NULL,
  reported_at timestamptz NOT NULL DEFAULT now(),
  cleared_at  timestamptz,
  cleared_by  uuid REFERENCES person (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX link_report_once ON link_report (service_id, link, url, reported_by) WHERE cleared_at IS NULL;
CREATE INDEX link_report_open ON link_report (service_id) WHERE cleared_at IS NULL;

-- "Not ours": a team says that a service isn't its own. Whoever is named decides; nobody named: the platform routes it.
CREATE TABLE ownership_transfer (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id   uuid NOT NULL REFERENCES service (id) ON DELETE CASCADE,
  from_team_id uuid NOT NULL REFERENCES team (id),
  to_team_id   uuid REFERENCES team (id),
  reason       text NOT NULL DEFAULT '',
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
  opened_by    uuid REFERENCES person (id) ON DELETE SET NULL,
  opened_at    timestamptz NOT NULL DEFAULT now(),
  decided_by   uuid REFERENCES person (id) ON DELETE SET NULL,
  decided_at   timestamptz,
  comment      text NOT NULL DEFAULT '',
  CHECK (to_team_id <> from_team_id),
  CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX ownership_transfer_once ON ownership_transfer (service_id) WHERE state = 'open';
CREATE INDEX ownership_transfer_to ON ownership_transfer (to_team_id) WHERE state = 'open';
CREATE INDEX ownership_transfer_service ON ownership_transfer (service_id);

-- Searches that people keep: a name and an address's filters. Shared with a team, or one's own.
CREATE TABLE saved_search (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id  uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  team_id    uuid REFERENCES team (id) ON DELETE CASCADE,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  query      text NOT NULL CHECK (length(query) <= 2000),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (person_id, name)
);
CREATE INDEX saved_search_team ON saved_search (team_id) WHERE team_id IS NOT NULL;

-- The labels that a Namespace has on its cluster, as last seen: `label:` searches what is there.
ALTER TABLE cluster_namespace ADD COLUMN labels jsonb NOT NULL DEFAULT '{}';
CREATE INDEX cluster_namespace_labels ON cluster_namespace USING gin (labels jsonb_path_ops);
