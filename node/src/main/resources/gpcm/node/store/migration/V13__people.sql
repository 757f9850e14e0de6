-- Who a person is: the same at every sign-in of one provider. Local accounts are of the issuer 'local'.
create table person (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  name text not null,
  national_id text,
  created_at timestamptz not null,
  blocked_at timestamptz,
  unique (issuer, subject));

create table local_account (
  person uuid primary key references person (id),
  user_name text not null,
  password_hash text not null,
  password_at timestamptz not null);
create unique index local_account_user_name on local_account (lower(user_name));

-- Tries with a wrong password, for each account and the device they came from. A device that an account has signed in from before has a name
-- of its own, so that strangers cannot use up its tries.
create table failed_sign_in (
  user_name text not null,
  device bytea not null,
  tries integer not null,
  not_before timestamptz not null,
  primary key (user_name, device));
create table known_device (
  device bytea primary key,
  person uuid not null references person (id),
  last_at timestamptz not null);

-- Links that sign in once: for the first administrator, for recovery, for the demo. Only the hash of their secret is kept.
create table sign_in_link (
  secret_hash bytea primary key,
  person uuid not null references person (id),
  purpose text not null,
  made_by text not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz);

-- What an administrator gives ('given') beside what a provider says, or takes ('taken') whatever it says.
create table role_assignment (
  id uuid primary key,
  person uuid not null references person (id),
  organisation text not null,
  role text not null,
  kind text not null check (kind in ('given', 'taken')),
  reason text not null,
  made_by uuid references person (id),
  made_at timestamptz not null,
  ends_at timestamptz,
  withdrawn_by uuid references person (id),
  withdrawn_at timestamptz);
create index role_assignment_person on role_assignment (person, organisation) where withdrawn_at is null;
create index role_assignment_role on role_assignment (organisation, role) where withdrawn_at is null;

-- Only the hash of a session's id is kept: who reads this table cannot take a session over.
create table session (
  id_hash bytea primary key,
  handle uuid not null unique,
  person uuid not null references person (id),
  organisation text not null,
  provider_roles text[] not null,
  activities text[] not null,
  issuer text not null,
  provider_subject text not null,
  provider_session text,
  level integer not null,
  signed_in_at timestamptz not null,
  begun_at timestamptz not null,
  last_at timestamptz not null,
  address text not null,
  browser text not null,
  ended_at timestamptz,
  end_reason text);
create index session_of_person on session (person) where ended_at is null;
create index session_of_provider on session (issuer, provider_session) where ended_at is null;

-- Keys of machines. Only the hash of a key's secret is kept.
create table api_key (
  id uuid primary key,
  secret_hash bytea not null unique,
  name text not null,
  organisation text not null,
  scopes text[] not null,
  made_by text not null,
  made_at timestamptz not null,
  ends_at timestamptz,
  last_used_at timestamptz,
  withdrawn_at timestamptz);
