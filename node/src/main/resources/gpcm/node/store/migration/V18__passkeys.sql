-- Public halves of passkeys. credential_data holds what the authenticator attested: its kind, the credential's id and its public key.
create table passkey (
  id uuid primary key,
  credential_id bytea not null unique,
  person uuid not null references person (id),
  name text not null,
  credential_data bytea not null,
  sign_count bigint not null,
  synchronisable boolean not null,
  synchronised boolean not null,
  made_at timestamptz not null,
  last_at timestamptz);
create index passkey_of_person on passkey (person);

-- Only the hash of a challenge is kept; person is empty where somebody wants to sign in.
create table passkey_challenge (
  challenge_hash bytea primary key,
  person uuid references person (id),
  ends_at timestamptz not null);
create index passkey_challenge_ends on passkey_challenge (ends_at);
