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

-- Factories from before have one set in one dialect, and one version of everything. The expiry stands near the beginning of
-- a canonical document, so that none is read as a whole.
update factory f
set snapshot_version = head_version, timestamp_version = head_version,
    root_expires = expiry.root, targets_expires = expiry.targets,
    snapshot_expires = expiry.snapshot, timestamp_expires = expiry.timestamp,
    refresh_at = least(now() + random() * interval '1 day', expiry.timestamp - interval '1 day')
from (select factory_id,
             max(at) filter (where role = 'root') as root, max(at) filter (where role = 'targets') as targets,
             max(at) filter (where role = 'snapshot') as snapshot, max(at) filter (where role = 'timestamp') as timestamp
      from (select d.factory_id, d.role,
                   substring(convert_from(substring(d.content from 1 for 2000), 'UTF8') from '"expires":"([^"]+)"')::timestamptz as at
            from document d join factory f on f.id = d.factory_id
            where d.version = case d.role when 'root' then 1 else f.head_version end) newest
      group by factory_id) expiry
where expiry.factory_id = f.id;

-- While replicas of the release before still run, they publish and create without knowing these columns: what they leave
-- out follows from what they say. To be dropped with the release after this one.
create function factory_of_release_before() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.head_version > old.head_version and new.snapshot_version = old.snapshot_version then
        new.snapshot_version  := new.head_version;
        new.timestamp_version := greatest(new.timestamp_version, new.head_version);
    end if;
    new.snapshot_version  := coalesce(new.snapshot_version, new.head_version);
    new.timestamp_version := coalesce(new.timestamp_version, new.head_version);
    new.root_expires      := coalesce(new.root_expires, now() + interval '365 days');
    new.targets_expires   := coalesce(new.targets_expires, now() + interval '365 days');
    new.snapshot_expires  := coalesce(new.snapshot_expires, now() + interval '90 days');
    new.timestamp_expires := coalesce(new.timestamp_expires, now() + interval '7 days');
    new.refresh_at        := coalesce(new.refresh_at, now() + interval '1 day');
    return new;
end $$;

create trigger factory_of_release_before before insert or update on factory
    for each row execute function factory_of_release_before();

alter table factory
    alter column snapshot_version set not null,
    alter column timestamp_version set not null,
    alter column root_expires set not null,
    alter column targets_expires set not null,
    alter column snapshot_expires set not null,
    alter column timestamp_expires set not null,
    alter column refresh_at set not null;

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
