-- keep_slug looks before the row is written: two transactions at once, one that gives a slug up and one that takes it, would both
-- find it free. Looked at again once the row stands, when the unique index has made the second wait for the first.
CREATE FUNCTION slug_is_no_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM slug_alias WHERE kind = TG_TABLE_NAME AND slug = NEW.slug) THEN
    RAISE EXCEPTION 'the slug "%" was given up by another % and still leads there', NEW.slug, TG_TABLE_NAME
      USING ERRCODE = 'unique_violation', CONSTRAINT = TG_TABLE_NAME || '_slug_alias';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER team_slug_is_no_alias AFTER INSERT OR UPDATE OF slug ON team
  FOR EACH ROW EXECUTE FUNCTION slug_is_no_alias();
CREATE TRIGGER service_slug_is_no_alias AFTER INSERT OR UPDATE OF slug ON service
  FOR EACH ROW EXECUTE FUNCTION slug_is_no_alias();
