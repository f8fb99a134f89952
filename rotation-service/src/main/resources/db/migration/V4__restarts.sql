-- What has changed, once for each rotation and Secret.
create table restart_change (
    id          bigint generated always as identity primary key,
    rotation_id text        not null,
    secret      text        not null, -- namespace/kind/name
    keys        text[]      not null,
    old_key_id  text,
    new_key_id  text,
    account     text,
    changed_at  timestamptz not null, -- as whoever changed it says
    recorded_at timestamptz not null,
    constraint restart_change_once unique (rotation_id, secret)
);

-- What is done about it, once for each rotation and workload.
create table restart_task (
    id           bigint generated always as identity primary key,
    rotation_id  text        not null,
    workload     text        not null, -- namespace/kind/name
    namespace    text        not null,
    secrets      text[]      not null, -- those of the rotation that it uses
    line         text        not null, -- of a line only one is restarted at a time: the account, or the Secret
    round        bigint      not null, -- rotations of a line come in this order
    turn         integer     not null, -- within a rotation, then by replicas and name
    replicas     integer     not null,
    mode         text        not null,
    takes_back   boolean     not null, -- an earlier content is put back
    state        text        not null,
    stamped      boolean     not null default false, -- its template was given the rotation's id
    idle         boolean     not null default false, -- was healthy, and only the use of the key is awaited
    awaited      text        not null default '',
    reason       text,
    evidence     text[]      not null default '{}',
    changed_at   timestamptz not null,
    recorded_at  timestamptz not null,
    begun_at     timestamptz,
    updated_at   timestamptz not null,
    due_at       timestamptz not null default now(),
    claims       bigint      not null default 0, -- how often it was taken: whoever took it earlier may not write any more
    claimed_by   text,
    claimed_until timestamptz,
    constraint restart_task_once unique (rotation_id, workload)
);

-- Rotations that were given up: whoever was slow to ask for restarts gets none any more.
create table restart_stop (
    rotation_id text primary key,
    reason      text        not null,
    stopped_at  timestamptz not null
);

-- Few are open at a time.
create index restart_task_open on restart_task (line, round, turn, replicas, workload)
    where state in ('WAITING', 'RESTARTING', 'WATCHING');

-- Who waits for the same workload.
create index restart_task_workload on restart_task (workload)
    where state in ('WAITING', 'RESTARTING', 'WATCHING');

-- What is counted all the time.
create index restart_task_counted on restart_task (state, recorded_at)
    where state in ('WAITING', 'RESTARTING', 'WATCHING', 'FAILED');

-- Events that were not understood, or that nothing can be done about.
create table restart_quarantine (
    id          bigint generated always as identity primary key,
    topic       text        not null,
    part        integer     not null,
    position    bigint      not null,
    key         text        not null,
    reason      text        not null,
    size        integer     not null, -- of the value, in bytes
    payload     bytea,                -- the beginning of the value; nothing where it looks as if it held a key
    received_at timestamptz not null,
    constraint restart_quarantine_once unique (topic, part, position)
);
