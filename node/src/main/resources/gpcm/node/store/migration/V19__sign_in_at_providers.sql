-- Who proved who they are and may work for several organisations, until they have said for which.
create table sign_in_choice (
  secret_hash bytea primary key,
  choices text not null,
  id_token text not null,
  ends_at timestamptz not null);

-- What a sign-out at the provider is asked with. Goes with its session.
create table session_id_token (
  id_hash bytea primary key references session (id_hash) on delete cascade,
  id_token text not null);
