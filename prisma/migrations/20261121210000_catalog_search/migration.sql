-- What search reads (lib/db/catalog). All of it is kept by triggers in the transaction that changes a fact, so that what is
-- committed is found at once; `catalog_rebuild()` makes it anew from the facts.
-- Three things are kept apart, since they change for different reasons:
--   catalog_namespace  a namespace's own words and ids. Teams and services carry their words on their own row, and match
--                      separately: a rename writes one row.
--   catalog_cell       what a namespace counts as in facets (with its state, which changes often).
--   *_delta            what changed of counts and of the dictionary, appended only: any number of approvals at once never wait
--                      for each other's counters. A chore of the worker (fold-catalog) adds them up; readers add what it has not.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- Words ------------------------------------------------------------------------------------------------------------

-- A text as search compares it: lower case, no accents, ASCII separators as single blanks. "Größe_a-B" is "grosse a b".
-- Immutable because it names its dictionary; whoever changes the rules of unaccent runs catalog_rebuild().
CREATE FUNCTION catalog_plain(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  -- Most texts are ASCII, and need no dictionary.
  IF value !~ '^[ -~]*$' THEN
    value := public.unaccent('public.unaccent'::regdictionary, normalize(value, NFC));
  END IF;
  RETURN btrim(regexp_replace(lower(value), '[\s!-/:-@[-`{-~]+', ' ', 'g'));
END $$;

-- ä as ae, as people write it without a German keyboard.
CREATE FUNCTION catalog_spelt_out(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(replace(replace(replace(replace(replace(normalize(value, NFC),
    'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'Ae'), 'Ö', 'Oe'), 'Ü', 'Ue')
$$;

-- What a row is found by: each word between blanks, so that "beginning of a word" is a pattern. Umlauts in both spellings.
CREATE FUNCTION catalog_fold(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF value ~ '^[ -~]*$' OR normalize(value, NFC) !~ '[äöüÄÖÜ]' THEN
    RETURN ' ' || public.catalog_plain(value) || ' ';
  END IF;
  RETURN ' ' || public.catalog_plain(value) || ' ' || public.catalog_plain(public.catalog_spelt_out(value)) || ' ';
END $$;

-- "Site Reliability Engineering" is also "sre".
CREATE FUNCTION catalog_initials(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN count(*) BETWEEN 2 AND 6 THEN string_agg(left(word, 1), '' ORDER BY at) || ' ' ELSE '' END
  FROM unnest(string_to_array(public.catalog_plain(name), ' ')) WITH ORDINALITY AS w (word, at)
$$;

CREATE FUNCTION catalog_joined(texts text[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_to_string(texts, ' ')
$$;

-- The different words of a folded text that the dictionary keeps: three letters or more, and no bare numbers.
CREATE FUNCTION catalog_words(folded text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT DISTINCT word FROM unnest(string_to_array(folded, ' ')) AS w (word) WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
$$;

-- What a namespace is found by itself: its name, purpose, contact, and the names of its links.
CREATE FUNCTION catalog_text(name text, purpose text, spec jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.catalog_fold(concat_ws(' ', name, purpose, spec ->> 'contact',
    (SELECT string_agg(key, ' ' ORDER BY key) FROM jsonb_object_keys(
      CASE WHEN jsonb_typeof(spec -> 'links') = 'object' THEN spec -> 'links' ELSE '{}' END) AS k (key))))
$$;

-- "payments-core" is also "paymentscore".
CREATE FUNCTION catalog_in_one(slug text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN position('-' IN slug) > 0 THEN ' ' || replace(slug, '-', '') || ' ' ELSE '' END
$$;

-- Teams, services, people: their names, apart from what is written about them. Between two names are two blanks, so that what was
-- typed with one never fits the end of one and the beginning of the next.
ALTER TABLE team
  ADD COLUMN search text NOT NULL GENERATED ALWAYS AS (catalog_fold(slug) || catalog_fold(name) || catalog_in_one(slug) || ' ' || catalog_initials(name)) STORED,
  ADD COLUMN about  text NOT NULL GENERATED ALWAYS AS (catalog_fold(description)) STORED;
CREATE INDEX team_search ON team USING gin (search gin_trgm_ops, about gin_trgm_ops);
CREATE INDEX team_slug_prefix ON team (slug text_pattern_ops);
CREATE INDEX team_name_plain ON team (catalog_plain(name) text_pattern_ops);
CREATE INDEX team_initials ON team (catalog_initials(name));
CREATE INDEX team_keyset ON team (name, id);
CREATE INDEX team_cost_centre ON team (lower(cost_centre)) WHERE cost_centre IS NOT NULL;

ALTER TABLE service
  ADD COLUMN search text NOT NULL
    GENERATED ALWAYS AS (catalog_fold(slug) || catalog_fold(name) || catalog_fold(catalog_joined(tags)) || catalog_in_one(slug) || ' '
      || catalog_initials(name)) STORED,
  ADD COLUMN about  text NOT NULL GENERATED ALWAYS AS (catalog_fold(description)) STORED;
CREATE INDEX service_search ON service USING gin (search gin_trgm_ops, about gin_trgm_ops);
CREATE INDEX service_slug_prefix ON service (slug text_pattern_ops);
CREATE INDEX service_name_plain ON service (catalog_plain(name) text_pattern_ops);
CREATE INDEX service_initials ON service (catalog_initials(name));
CREATE INDEX service_keyset ON service (name, id);

CREATE INDEX service_links ON service USING gin (links);
CREATE INDEX service_promising ON service (id) WHERE sla <> '{}';
CREATE INDEX namespace_links ON namespace USING gin ((spec -> 'links'));

ALTER TABLE person
  ADD COLUMN search text NOT NULL GENERATED ALWAYS AS (catalog_fold(name || ' ' || email::text)) STORED;
CREATE INDEX person_search ON person USING gin (search gin_trgm_ops);

CREATE INDEX slug_alias_search ON slug_alias USING gin (catalog_fold(slug) gin_trgm_ops);
CREATE INDEX host_grant_suffix ON host_grant (reverse(host) text_pattern_ops) WHERE state IN ('active', 'revoking');
CREATE INDEX host_grant_prefix ON host_grant (host text_pattern_ops) WHERE state IN ('active', 'revoking');

-- How full the fullest line of a quota is: 0..n, null while the cluster has said nothing.
CREATE FUNCTION catalog_quantity(value text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  digits text := substring(value FROM '^[+-]?[0-9.]+');
  unit text := substr(value, length(digits) + 1);
BEGIN
  IF length(digits) > 40 OR digits !~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$' OR unit !~ '^([numkMGTPE]?|[KMGTPE]i|[eE][+-]?[0-9][0-9]?)$'
  THEN RETURN NULL; END IF;
  RETURN digits::double precision * CASE unit
    WHEN '' THEN 1 WHEN 'm' THEN 1e-3 WHEN 'Mi' THEN 1048576 WHEN 'Gi' THEN 1073741824 WHEN 'Ki' THEN 1024
    WHEN 'Ti' THEN 1099511627776 WHEN 'Pi' THEN 1125899906842624 WHEN 'Ei' THEN 1152921504606846976
    WHEN 'n' THEN 1e-9 WHEN 'u' THEN 1e-6 WHEN 'k' THEN 1e3 WHEN 'M' THEN 1e6 WHEN 'G' THEN 1e9 WHEN 'T' THEN 1e12
    WHEN 'P' THEN 1e15 WHEN 'E' THEN 1e18 ELSE 10 ^ substr(unit, 2)::double precision END;
END $$;
CREATE FUNCTION catalog_fullness(hard jsonb, used jsonb) RETURNS real LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  line text;
  most double precision;
  fullest double precision;
BEGIN
  FOR line IN SELECT jsonb_object_keys(used) LOOP
    most := public.catalog_quantity(hard ->> line);
    IF most > 0 THEN fullest := greatest(fullest, public.catalog_quantity(used ->> line) / most); END IF;
  END LOOP;
  RETURN fullest::real;
END $$;
ALTER TABLE namespace_usage
  ADD COLUMN fullness real GENERATED ALWAYS AS (catalog_fullness(hard, used)) STORED;
CREATE INDEX namespace_usage_fullness ON namespace_usage (fullness, namespace_id) WHERE fullness IS NOT NULL;

-- Namespaces ---------------------------------------------------------------------------------------------------------

-- Every namespace that isn't released. Ordered as bytes, so that one index serves order and prefix.
CREATE TABLE catalog_namespace (
  namespace_id uuid PRIMARY KEY REFERENCES namespace (id) ON DELETE CASCADE,
  name         text COLLATE "C" NOT NULL,
  cluster_id   uuid NOT NULL,
  team_id      uuid NOT NULL,
  service_id   uuid NOT NULL,
  environment  text NOT NULL,
  expires_at   timestamptz,
  created_at   timestamptz NOT NULL,
  text         text NOT NULL
) WITH (fillfactor = 90);

CREATE TABLE catalog_cell (
  namespace_id uuid PRIMARY KEY REFERENCES namespace (id) ON DELETE CASCADE,
  team_id      uuid NOT NULL,
  cluster_id   uuid NOT NULL,
  environment  text NOT NULL,
  -- 0: its service has none.
  tier         integer NOT NULL,
  lifecycle    text NOT NULL,
  state        text NOT NULL
) WITH (fillfactor = 80);

-- Namespaces per cell: over all teams, by team, and the size of each team. Written by the fold alone.
CREATE TABLE catalog_count (
  cluster_id  uuid NOT NULL,
  environment text NOT NULL,
  tier        integer NOT NULL,
  lifecycle   text NOT NULL,
  state       text NOT NULL,
  count       integer NOT NULL,
  PRIMARY KEY (cluster_id, environment, tier, lifecycle, state)
);
CREATE TABLE catalog_team_count (
  team_id     uuid NOT NULL,
  cluster_id  uuid NOT NULL,
  environment text NOT NULL,
  tier        integer NOT NULL,
  lifecycle   text NOT NULL,
  state       text NOT NULL,
  count       integer NOT NULL,
  PRIMARY KEY (team_id, cluster_id, environment, tier, lifecycle, state)
);
CREATE TABLE catalog_team_size (
  team_id uuid PRIMARY KEY,
  count   integer NOT NULL
);
CREATE INDEX catalog_team_size_largest ON catalog_team_size (count DESC);
CREATE TABLE catalog_count_delta (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  team_id     uuid NOT NULL,
  cluster_id  uuid NOT NULL,
  environment text NOT NULL,
  tier        integer NOT NULL,
  lifecycle   text NOT NULL,
  state       text NOT NULL,
  change      integer NOT NULL
);

-- The dictionary: which words there are, and in how many namespaces, and names of teams and services.
CREATE TABLE catalog_term (
  term       text COLLATE "C" PRIMARY KEY,
  namespaces integer NOT NULL,
  names      integer NOT NULL
);
CREATE TABLE catalog_term_delta (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  term       text COLLATE "C" NOT NULL,
  namespaces integer NOT NULL,
  names      integer NOT NULL
);

-- Keeping it -----------------------------------------------------------------------------------------------------------

CREATE FUNCTION catalog_keep_namespace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.released_at IS NOT NULL THEN
    DELETE FROM catalog_namespace WHERE namespace_id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO catalog_namespace AS c (namespace_id, name, cluster_id, team_id, service_id, environment, expires_at, created_at, text)
  VALUES (NEW.id, NEW.name, NEW.cluster_id, NEW.team_id, NEW.service_id, NEW.environment, NEW.expires_at, NEW.created_at,
    catalog_text(NEW.name, NEW.purpose, NEW.spec))
  ON CONFLICT (namespace_id) DO UPDATE
  SET name = excluded.name, cluster_id = excluded.cluster_id, team_id = excluded.team_id, service_id = excluded.service_id,
    environment = excluded.environment, expires_at = excluded.expires_at, text = excluded.text
  WHERE (c.name, c.cluster_id, c.team_id, c.service_id, c.environment, c.expires_at, c.text) IS DISTINCT FROM
    (excluded.name, excluded.cluster_id, excluded.team_id, excluded.service_id, excluded.environment, excluded.expires_at, excluded.text);
  RETURN NULL;
END $$;

-- What a namespace is to a reader, in a word.
CREATE FUNCTION catalog_state(phase text, deletion_requested_at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN deletion_requested_at IS NOT NULL AND coalesce(phase, 'Pending') <> 'Deleted' THEN 'Deleting'
    ELSE coalesce(phase, 'Pending') END
$$;

-- Puts a namespace into the cell that it belongs to. Always the service first, then the cell, so that no two transactions wait for
-- each other; and the facts are read after both locks, so that the last one to commit has seen them all.
CREATE FUNCTION catalog_place(id uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM service s WHERE s.id = (SELECT n.service_id FROM namespace n WHERE n.id = catalog_place.id) FOR SHARE;
  PERFORM 1 FROM catalog_cell c WHERE c.namespace_id = catalog_place.id FOR UPDATE;
  INSERT INTO catalog_cell AS c (namespace_id, team_id, cluster_id, environment, tier, lifecycle, state)
  SELECT n.id, n.team_id, n.cluster_id, n.environment, coalesce(s.tier, 0), s.lifecycle, catalog_state(st.phase, n.deletion_requested_at)
  FROM namespace n JOIN service s ON s.id = n.service_id LEFT JOIN namespace_status st ON st.namespace_id = n.id
  WHERE n.id = catalog_place.id AND n.released_at IS NULL
  ON CONFLICT (namespace_id) DO UPDATE
  SET team_id = excluded.team_id, cluster_id = excluded.cluster_id, environment = excluded.environment,
    tier = excluded.tier, lifecycle = excluded.lifecycle, state = excluded.state
  WHERE (c.team_id, c.cluster_id, c.environment, c.tier, c.lifecycle, c.state) IS DISTINCT FROM
    (excluded.team_id, excluded.cluster_id, excluded.environment, excluded.tier, excluded.lifecycle, excluded.state);
END $$;

-- The same for what the worker says, without the service: a status waits for nobody but its own cell.
CREATE FUNCTION catalog_restate(id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  now_is text;
BEGIN
  PERFORM 1 FROM catalog_cell c WHERE c.namespace_id = catalog_restate.id FOR UPDATE;
  SELECT catalog_state(st.phase, n.deletion_requested_at) INTO now_is
  FROM namespace n LEFT JOIN namespace_status st ON st.namespace_id = n.id
  WHERE n.id = catalog_restate.id AND n.released_at IS NULL;
  IF NOT FOUND THEN
    DELETE FROM catalog_cell c WHERE c.namespace_id = catalog_restate.id;
  ELSE
    UPDATE catalog_cell c SET state = now_is WHERE c.namespace_id = catalog_restate.id AND c.state <> now_is;
  END IF;
END $$;

CREATE FUNCTION catalog_place_namespace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_place(NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION catalog_restate_namespace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_restate(NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION catalog_restate_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_restate(NEW.namespace_id);
  RETURN NULL;
END $$;
CREATE FUNCTION catalog_place_service() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_place(n.id) FROM (
    SELECT namespace.id FROM namespace WHERE service_id = NEW.id AND released_at IS NULL ORDER BY namespace.id) n;
  RETURN NULL;
END $$;

CREATE FUNCTION catalog_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO catalog_count_delta (team_id, cluster_id, environment, tier, lifecycle, state, change)
    VALUES (OLD.team_id, OLD.cluster_id, OLD.environment, OLD.tier, OLD.lifecycle, OLD.state, -1);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO catalog_count_delta (team_id, cluster_id, environment, tier, lifecycle, state, change)
    VALUES (NEW.team_id, NEW.cluster_id, NEW.environment, NEW.tier, NEW.lifecycle, NEW.state, 1);
  END IF;
  RETURN NULL;
END $$;

-- Notes the words that came and went; the rest of the row is nothing to the dictionary.
CREATE FUNCTION catalog_note_words(before text, after text, of_namespace boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO catalog_term_delta (term, namespaces, names)
  SELECT term, CASE WHEN of_namespace THEN change ELSE 0 END, CASE WHEN of_namespace THEN 0 ELSE change END
  FROM (SELECT term, sum(change)::integer AS change FROM (
      SELECT term, -1 AS change FROM catalog_words(coalesce(before, '')) AS o (term)
      UNION ALL SELECT term, 1 FROM catalog_words(coalesce(after, '')) AS n (term)) w GROUP BY term) c
  WHERE change <> 0
$$;
CREATE FUNCTION catalog_note_namespace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_note_words(OLD.text, NEW.text, true);
  RETURN NULL;
END $$;
CREATE FUNCTION catalog_note_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_note_words(OLD.search, NEW.search, false);
  RETURN NULL;
END $$;

-- Anew ------------------------------------------------------------------------------------------------------------------

-- Makes everything that search reads from the facts: for a house that is loaded past the triggers, and after a change of
-- unaccent's rules. Writers wait meanwhile.
CREATE FUNCTION catalog_rebuild() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE team, service, namespace, namespace_status IN SHARE ROW EXCLUSIVE MODE;
  SET CONSTRAINTS ALL IMMEDIATE;
  -- TRUNCATE fires no row triggers, and neither does filling: they are switched off, for this transaction's sight only.
  TRUNCATE catalog_namespace, catalog_cell, catalog_count, catalog_team_count, catalog_team_size, catalog_count_delta,
    catalog_term, catalog_term_delta;
  ALTER TABLE catalog_namespace DISABLE TRIGGER USER;
  ALTER TABLE catalog_cell DISABLE TRIGGER USER;
  INSERT INTO catalog_namespace
  SELECT id, name, cluster_id, team_id, service_id, environment, expires_at, created_at, catalog_text(name, purpose, spec)
  FROM namespace WHERE released_at IS NULL;
  INSERT INTO catalog_cell
  SELECT n.id, n.team_id, n.cluster_id, n.environment, coalesce(s.tier, 0), s.lifecycle, catalog_state(st.phase, n.deletion_requested_at)
  FROM namespace n JOIN service s ON s.id = n.service_id LEFT JOIN namespace_status st ON st.namespace_id = n.id
  WHERE n.released_at IS NULL;
  ALTER TABLE catalog_namespace ENABLE TRIGGER USER;
  ALTER TABLE catalog_cell ENABLE TRIGGER USER;
  INSERT INTO catalog_team_count
  SELECT team_id, cluster_id, environment, tier, lifecycle, state, count(*) FROM catalog_cell GROUP BY 1, 2, 3, 4, 5, 6;
  INSERT INTO catalog_count
  SELECT cluster_id, environment, tier, lifecycle, state, sum(count) FROM catalog_team_count GROUP BY 1, 2, 3, 4, 5;
  INSERT INTO catalog_team_size SELECT team_id, sum(count) FROM catalog_team_count GROUP BY 1;
  INSERT INTO catalog_term
  SELECT term, sum(namespaces), sum(names) FROM (
    SELECT term, 1 AS namespaces, 0 AS names FROM catalog_namespace, catalog_words(text) AS w (term)
    UNION ALL SELECT term, 0, 1 FROM team, catalog_words(search) AS w (term)
    UNION ALL SELECT term, 0, 1 FROM service, catalog_words(search) AS w (term)) u GROUP BY term;
END $$;

SELECT catalog_rebuild();

-- A search asks for thousands of teams and services by id, and the planner compares each of them with every value that it keeps as common.
ALTER TABLE catalog_namespace ALTER COLUMN team_id SET STATISTICS 10, ALTER COLUMN service_id SET STATISTICS 10;
-- What filters ask most is in it: a page by name is then read from the index alone.
CREATE INDEX catalog_namespace_name ON catalog_namespace (name, namespace_id) INCLUDE (cluster_id, environment);
CREATE INDEX catalog_namespace_team ON catalog_namespace (team_id, name, namespace_id);
CREATE INDEX catalog_namespace_service ON catalog_namespace (service_id, name, namespace_id);
CREATE INDEX catalog_namespace_newest ON catalog_namespace (created_at, namespace_id);
CREATE INDEX catalog_namespace_expiry ON catalog_namespace (expires_at, namespace_id) WHERE expires_at IS NOT NULL;
-- Without a list of pending entries, which every reader would have to go through.
CREATE INDEX catalog_namespace_text ON catalog_namespace USING gin (text gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX catalog_cell_unusual ON catalog_cell (state) WHERE state <> 'Ready';
CREATE INDEX catalog_term_search ON catalog_term USING gin (term gin_trgm_ops);

CREATE TRIGGER catalog_keep_namespace
  AFTER INSERT OR UPDATE OF name, cluster_id, team_id, service_id, environment, purpose, spec, expires_at, released_at ON namespace
  FOR EACH ROW EXECUTE FUNCTION catalog_keep_namespace();
-- Cells are placed when a transaction ends: with all its other locks taken, it can make nobody wait in a circle. Whoever changes several
-- namespaces in one transaction holds their service, or changes them in the order of their ids.
CREATE CONSTRAINT TRIGGER catalog_place_namespace
  AFTER INSERT OR UPDATE OF cluster_id, team_id, service_id, environment ON namespace
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog_place_namespace();
CREATE CONSTRAINT TRIGGER catalog_restate_namespace AFTER UPDATE OF released_at, deletion_requested_at ON namespace
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog_restate_namespace();
CREATE CONSTRAINT TRIGGER catalog_restate_new AFTER INSERT ON namespace_status
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog_restate_status();
CREATE CONSTRAINT TRIGGER catalog_restate_status AFTER UPDATE OF phase ON namespace_status
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.phase <> NEW.phase) EXECUTE FUNCTION catalog_restate_status();
CREATE CONSTRAINT TRIGGER catalog_place_service AFTER UPDATE OF tier, lifecycle ON service
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.tier, OLD.lifecycle) IS DISTINCT FROM (NEW.tier, NEW.lifecycle)) EXECUTE FUNCTION catalog_place_service();
CREATE TRIGGER catalog_count_change AFTER INSERT OR UPDATE OR DELETE ON catalog_cell
  FOR EACH ROW EXECUTE FUNCTION catalog_count_change();
CREATE TRIGGER catalog_note_namespace AFTER INSERT OR UPDATE OF text OR DELETE ON catalog_namespace
  FOR EACH ROW EXECUTE FUNCTION catalog_note_namespace();
-- A generated column changes with what it is made of.
CREATE TRIGGER catalog_note_name AFTER INSERT OR UPDATE OF slug, name OR DELETE ON team
  FOR EACH ROW EXECUTE FUNCTION catalog_note_name();
CREATE TRIGGER catalog_note_name AFTER INSERT OR UPDATE OF slug, name, tags OR DELETE ON service
  FOR EACH ROW EXECUTE FUNCTION catalog_note_name();
