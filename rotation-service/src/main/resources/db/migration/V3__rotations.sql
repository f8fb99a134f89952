-- One row for each rotation there ever was.
create table rotation (
    id            text        primary key,
    number        bigint      generated always as identity unique, -- in the order in which they were asked for
    plan          jsonb       not null, -- what it is going to do; holds no secret
    state         text        not null, -- the name of the state below
    body          jsonb       not null, -- the state
    since         timestamptz not null, -- when it came into the state
    confidential  bytea,                -- encrypted; null when there is nothing to keep, and always when it is over
    problem       text,                 -- what keeps it from going on
    problem_since timestamptz,
    order_body    jsonb,                -- what a person has asked for
    due           timestamptz,          -- of the next step; null when it is over
    claim         bigint      not null default 0, -- another number for each claim: who has an older one records nothing
    claimed_until timestamptz not null default '-infinity'
);

create index rotation_due on rotation (due) where due is not null;

-- What a rotation has to itself until it is over: the account, and each Secret it writes to.
create table rotation_lock (
    name     text primary key,
    rotation text not null references rotation
);

create index rotation_lock_rotation on rotation_lock (rotation);

-- What each rotation did, and what it saw.
create table rotation_history (
    rotation text        not null references rotation,
    number   bigint      generated always as identity,
    at       timestamptz not null,
    state    text        not null, -- that it came into
    lines    jsonb       not null, -- strings: what happened, then the evidence; no secret
    primary key (rotation, number)
);
