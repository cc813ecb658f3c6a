-- The list of hosts in its order, a page at a time.
CREATE INDEX host_grant_keyset ON host_grant (host, path, id) WHERE state <> 'free';
-- How many namespaces a cluster has, without reading them: their rows are wide.
CREATE INDEX namespace_held ON namespace (cluster_id) WHERE released_at IS NULL;
-- People in their order, a page at a time.
CREATE INDEX person_keyset ON person (name, id);
