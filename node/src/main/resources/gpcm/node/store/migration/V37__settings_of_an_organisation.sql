-- What an organisation sets about its work: who gets which documents, who stands in for whom, and who changed it.
create table setting_change (
  id bigint generated always as identity primary key,
  organisation text not null,
  section text not null check (section in ('teams', 'rules', 'reviews', 'absence', 'sampling', 'deciding')),
  at timestamptz not null,
  person uuid references person (id),
  who text not null,
  why text not null,
  before text not null,
  after text not null);
create index setting_change_section on setting_change (organisation, section, id);

-- Of the rules of an organisation, the first that fits a document gives it to a person or a team. What is null asks for nothing.
create table assignment_rule (
  id uuid primary key,
  organisation text not null,
  position integer not null,
  name text not null,
  type_code text,
  sender_ods text,                                    -- never fits what is confidential: that is not known by its sender
  use_case text,
  for_action boolean,
  confidential boolean,
  urgent boolean,
  to_person uuid references person (id),
  to_team uuid references team (id),
  due_hours integer check (due_hours between 1 and 8760),
  mark_urgent boolean not null default false,
  check ((to_person is null) <> (to_team is null)),
  unique (organisation, position) deferrable initially deferred);
create unique index assignment_rule_name on assignment_rule (organisation, lower(name));

-- Whose it is when no rule fits. There is no way back to none.
create table assignment_fallback (
  organisation text primary key,
  team uuid not null references team (id));

-- Who is away from a day to a day, both included, and who stands in for them.
create table absence (
  id uuid primary key,
  organisation text not null,
  person uuid not null references person (id),
  stand_in uuid not null references person (id),
  first_day date not null,
  last_day date not null,
  check (person <> stand_in and first_day <= last_day));
create index absence_person on absence (person, last_day);
create index absence_stand_in on absence (stand_in, last_day);
-- Whether somebody is at an organisation is asked for each document that a rule gives to a person.
create index session_of_person_here on session (person, organisation);
