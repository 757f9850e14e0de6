-- What a provider calls the person in its logout tokens (sub), which need not be the claim that the node knows the person by.
alter table session add column provider_sub text;
create index session_of_provider_sub on session (issuer, provider_sub) where ended_at is null;

-- Who proved who they are and has not chosen yet is signed out by a provider too.
alter table sign_in_choice add column issuer text;
alter table sign_in_choice add column provider_session text;
alter table sign_in_choice add column provider_sub text;

-- What providers have ended lately: a sign-in that is on its way meanwhile begins no session.
create table provider_ended (
  issuer text not null,
  session text,                               -- sid; null when all of the person ended
  sub text,
  ended_at timestamptz not null,
  check (session is not null or sub is not null));
create index provider_ended_session on provider_ended (issuer, session);
create index provider_ended_sub on provider_ended (issuer, sub) where session is null;
create index provider_ended_at on provider_ended (ended_at);
