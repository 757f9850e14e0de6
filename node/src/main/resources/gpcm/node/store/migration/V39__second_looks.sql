-- Which part of what is completed by people who are no clinicians has a second look, and whose that is.
create table sampling (
  organisation text primary key,
  percent integer not null check (percent between 0 and 100),
  of_person uuid references person (id),
  of_team uuid references team (id),
  check ((of_person is null) <> (of_team is null)));

-- Each time a person completes a document, with the second look that it was drawn for.
create table work_completion (
  id bigint generated always as identity primary key,
  entry uuid not null references worklist_entry (id),
  organisation text not null,
  person uuid not null references person (id),
  at timestamptz not null,
  outcome text not null,
  review uuid references work_review (id));
create index work_completion_at on work_completion (organisation, at);
create index work_completion_entry on work_completion (entry, at);
create index work_completion_review on work_completion (review) where review is not null;

-- Whether a second person confirms whose a doubtful document is, before that counts.
create table matching_by_two (
  organisation text primary key,
  wanted boolean not null);
alter table business_decision
  add column proposed_code text,
  add column proposed_reason text,
  add column proposed_by text,
  add column proposed_person uuid references person (id),
  add column proposed_at timestamptz;

-- When an organisation is open: Monday is 1. A day without a row is closed; without any row it is always open.
create table opening_hours (
  organisation text not null,
  weekday integer not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null check (opens < closes),
  primary key (organisation, weekday));
create table closed_day (
  organisation text not null,
  day date not null,
  name text not null,
  primary key (organisation, day));
