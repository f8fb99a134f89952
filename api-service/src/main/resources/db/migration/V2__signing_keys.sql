-- The data key of a factory: what its online keys are encrypted under. It is kept wrapped under a key-encryption key, which
-- lies outside of the database; a change of that one touches these rows only. By name, for keys are made before their factory.
create table data_key (
    factory text  primary key,
    kek_id  text  not null, -- names the key-encryption key, and says nothing of it
    wrapped bytea not null  -- an encrypted Tink keyset, with the factory as associated data
);

-- Online signing keys; the private half is encrypted under the data key, with factory, role and key id as associated data, so
-- that a row copied elsewhere cannot be decrypted.
create table online_key (
    id                bigint generated always as identity primary key,
    factory           text  not null references data_key (factory),
    role              text  not null,
    key_id            text  not null,
    scheme            text  not null,
    public_half       bytea,          -- SubjectPublicKeyInfo; null where it follows from the private half
    encrypted_private bytea not null,
    unique (factory, role, key_id)
);

-- Rows of signing_key, which are encrypted directly under the key-encryption key, are copied into online_key when they are
-- first used. They stay for replicas of the release before, until the key-encryption key is changed.
