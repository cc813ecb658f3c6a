-- "Which namespaces may I use?" asks for entries of an access list, by group or e-mail: '[{"kind": "group", "name": "…"}]'.
CREATE INDEX namespace_access ON namespace USING gin ((spec -> 'access') jsonb_path_ops) WHERE released_at IS NULL;
