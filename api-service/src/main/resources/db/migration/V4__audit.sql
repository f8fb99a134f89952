-- Who changed what of a factory, as a chain: each entry has the hash of the one before. Appended under the factory's row
-- lock, in the transaction of the change itself.
create table audit_entry (
    factory_id bigint      not null references factory (id),
    seq        bigint      not null check (seq > 0),
    at         timestamptz not null,
    actor      text        not null,
    action     text        not null,
    previous   text        not null,
    hash       text        not null,
    line       text        not null, -- exactly what is exported, details included; the hash is of it, without its member "hash"
    primary key (factory_id, seq)
);

create function audit_entry_stays() returns trigger language plpgsql as $$
begin
    raise exception 'Entries of the audit trail are never changed or removed'
        using errcode = 'restrict_violation',
              hint = 'Whatever is wrong is set right by a new change, which has an entry of its own.';
end
$$;

create trigger audit_entry_stays
    before update or delete or truncate on audit_entry
    for each statement execute function audit_entry_stays();
