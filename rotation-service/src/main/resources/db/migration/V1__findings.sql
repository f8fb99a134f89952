-- The findings that are open. What was found once and is mended stands in the topic, not here.
create table finding (
    id       text        primary key, -- a digest of workload and identity
    workload text        not null,    -- namespace/kind/name
    identity text        not null,    -- of the reason, within its workload
    revision text        not null,    -- the retained revision that it is about; empty for the template in force
    path     text        not null,    -- of the reference in the workload, a JSON pointer
    target   text        not null,    -- namespace/kind/name
    verdict  text        not null,
    cause    text        not null,
    message  text        not null,
    since    timestamptz not null
);

-- The outbox, as the library defines it.
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

-- What the relay reads.
create view outbox_message as
select o.id,
       o.aggregatetype as topic,
       o.aggregateid   as key,
       o.headers,
       o.payload,
       o.payload_size,
       o.created_at,
       o.blocked_reason
from outbox o;
