-- What a factory serves now, and what its customer decided about it. Versions only go up; the documents of all sets and
-- dialects share them.
alter table factory
    add column dialects           text[]  not null default '{tuf}',
    add column root_version       bigint  not null default 1,
    add column snapshot_version   bigint,
    add column timestamp_version  bigint,
    add column root_expires       timestamptz,
    add column targets_expires    timestamptz,
    add column snapshot_expires   timestamptz,
    add column timestamp_expires  timestamptz,
    add column refresh_at         timestamptz,
    add column limit_root         integer not null default 65536,
    add column limit_targets      integer not null default 5000000,
    add column limit_rotations    integer not null default 256,
    add column keep_per_tag       integer check (keep_per_tag > 0);

-- Factories from before have one set in one dialect, and one version of everything.
update factory f
set snapshot_version = head_version, timestamp_version = head_version,
    root_expires = expiry.root, targets_expires = expiry.targets,
    snapshot_expires = expiry.snapshot, timestamp_expires = expiry.timestamp,
    refresh_at = now() + random() * interval '1 day'
from (select factory_id,
             max(at) filter (where role = 'root') as root, max(at) filter (where role = 'targets') as targets,
             max(at) filter (where role = 'snapshot') as snapshot, max(at) filter (where role = 'timestamp') as timestamp
      from (select d.factory_id, d.role,
                   (convert_from(d.content, 'UTF8')::jsonb -> 'signed' ->> 'expires')::timestamptz as at
            from document d join factory f on f.id = d.factory_id
            where d.version = case d.role when 'root' then 1 else f.head_version end) newest
      group by factory_id) expiry
where expiry.factory_id = f.id;

alter table factory
    alter column snapshot_version set not null,
    alter column timestamp_version set not null,
    alter column root_expires set not null,
    alter column targets_expires set not null,
    alter column snapshot_expires set not null,
    alter column timestamp_expires set not null,
    alter column refresh_at set not null,
    alter column dialects drop default,
    alter column root_version drop default,
    alter column limit_root drop default,
    alter column limit_targets drop default,
    alter column limit_rotations drop default;

create index factory_refresh on factory (refresh_at);

-- The same uniqueness in an order that also finds all sets of one version.
alter table document drop constraint document_factory_id_dialect_set_name_role_version_key;
alter table document add constraint document_identity unique (factory_id, role, version, dialect, set_name);

-- A new root that is being signed: at most one of a factory.
create table root_update (
    factory_id     bigint      not null references factory (id) primary key,
    started_at     timestamptz not null,
    started_by     text        not null,
    message        text        not null,
    recovery       boolean     not null, -- the keys that it replaces are not to be used any more
    versions_above bigint      not null  -- what is published with it has versions above this
);

-- The metadata file of the new root with the signatures that have come in.
create table root_candidate (
    factory_id bigint not null references root_update (factory_id) on delete cascade,
    dialect    text   not null,
    content    bytea  not null,
    primary key (factory_id, dialect)
);
