-- A factory and the head of its version counter. Publishing takes this row's lock.
create table factory (
    id              bigint generated always as identity primary key,
    name            text        not null unique,
    public_metadata boolean     not null,
    head_version    bigint      not null check (head_version > 0),
    created_at      timestamptz not null
);

-- Online signing keys; the private half is encrypted under the key-encryption key, with factory, role and key id as
-- associated data, so that a row copied elsewhere cannot be decrypted.
create table signing_key (
    factory_id        bigint not null references factory (id),
    role              text   not null,
    key_id            text   not null,
    encrypted_private bytea  not null,
    primary key (factory_id, role, key_id)
);

-- One step of the version counter: who made it, and what the job's log says about it.
create table publication (
    factory_id bigint      not null references factory (id),
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    created_by text        not null,
    summary    text        not null,
    primary key (factory_id, version)
);

-- The exact signed bytes of every document ever published; rows are never changed.
create table document (
    id         bigint generated always as identity primary key,
    factory_id bigint not null references factory (id),
    dialect    text   not null,
    set_name   text   not null,
    role       text   not null,
    version    bigint not null check (version > 0),
    sha256     text   not null,
    content    bytea  not null,
    unique (factory_id, dialect, set_name, role, version)
);

-- The outbox, as the library defines it; only the view differs: the payload of an event is a document, stored once.
-- Column names are those that Debezium's outbox event router reads, so that change data capture stays a choice.
create table outbox (
    id             bigint generated always as identity primary key,
    aggregatetype  text        not null, -- the topic
    aggregateid    text        not null, -- the key; rows of one key are written under one row lock
    type           text        not null, -- the type of the event, for people who look
    headers        jsonb       not null, -- a flat object of strings
    payload        bytea,                -- null if the payload is the document below
    document_id    bigint,               -- the immutable row of the service that holds the payload
    payload_size   integer     not null, -- bytes; the relay bounds its memory by it before it reads a payload
    created_at     timestamptz not null default now(),
    blocked_reason text,                 -- set by the relay: this row cannot be sent as it is
    constraint outbox_one_payload check (num_nonnulls(payload, document_id) = 1)
);

-- The relay asks for each row whether an earlier one of its key is blocked; there are few of those, or none.
create index outbox_blocked on outbox (aggregateid, id) where blocked_reason is not null;

create view outbox_message as
select o.id,
       o.aggregatetype as topic,
       o.aggregateid   as key,
       o.headers,
       coalesce(o.payload, d.content) as payload,
       o.payload_size,
       o.created_at,
       o.blocked_reason
from outbox o
  left join document d on d.id = o.document_id;
