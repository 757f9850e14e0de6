-- Sign-ins on their way to a provider and back, for every node that may get the answer. Only the hash of what the answer is found by is kept.
create table sign_in_request (
  state_hash bytea primary key,
  provider text not null,
  browser_hash text not null,
  nonce text not null,
  verifier text not null,
  callback text not null,
  purpose text not null check (purpose in ('come-in', 'prove-again', 'change-role')),
  subject text not null,
  started_at timestamptz not null);
create index sign_in_request_started on sign_in_request (started_at);

-- Logout tokens that have come, as long as they would be believed again.
create table seen_logout_token (
  issuer text not null,
  token_hash bytea not null,
  until timestamptz not null,
  primary key (issuer, token_hash));
create index seen_logout_token_until on seen_logout_token (until);
