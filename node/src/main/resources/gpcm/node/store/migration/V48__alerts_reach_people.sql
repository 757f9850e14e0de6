-- What alerts have in common that are of one cause: of documents and messages, the kind of problem and what happened, without ids, times and
-- long numbers; of everything else the problem itself. It names nobody.
alter table alert add column cause text not null generated always as (
  case when document is null and received is null then problem
    else split_part(problem, '/', 1) || '/' || md5(regexp_replace(what_happened,
      '[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[^ ]+|[0-9]{9,}(_[0-9A-Za-z]+)?|[0-9]+ times', '#', 'g')) end) stored;
alter table alert
  add column noticed_at timestamptz,                        -- when it was looked at who is to be told of it
  add column escalates_at timestamptz,                      -- when the deputies are told, if nobody takes or closes it before
  add column escalated_at timestamptz,
  add column seen_at timestamptz,
  add column handler uuid references person (id),           -- who deals with it; nobody here where a program took it for somebody
  add column handler_name text,
  add column handled_at timestamptz;
update alert set noticed_at = resolved_at where resolved_at is not null;
-- With what tells who sees it, since every page counts them.
create index alert_cause on alert (organisation, severity, cause, id) include (problem, document, received) where resolved_at is null;
create index alert_unnoticed on alert (organisation, id) where noticed_at is null;
create index alert_escalates on alert (organisation, escalates_at) where resolved_at is null and escalated_at is null and handled_at is null;

-- What people did with alerts of a cause.
create table alert_event (
  id bigint generated always as identity primary key,
  organisation text not null,
  cause text not null,
  alert bigint not null references alert (id) on delete cascade,
  at timestamptz not null,
  who text not null,
  words text not null,
  said text not null default '');                           -- in their own words; may name a patient
create index alert_event_cause on alert_event (organisation, cause, id);
create index alert_event_alert on alert_event (alert);

-- Where an organisation's alerts go. One that has ended stays, for what was sent by it.
create table alert_channel (
  id uuid primary key,
  organisation text not null,
  name text not null check (char_length(name) between 1 and 60),
  kind text not null check (kind in ('mail', 'webhook')),
  address text not null check (char_length(address) <= 254),
  step text not null check (step in ('first', 'deputy')),
  severity integer not null check (severity between 0 and 2),  -- and whatever has to be acted on sooner
  sending boolean not null,
  receiving boolean not null,
  technical boolean not null,
  open_only boolean not null,                               -- what need not be acted on now waits until the organisation is open
  now_waits boolean not null,                               -- and so does what is to be acted on now
  naming boolean not null,                                  -- whether notices may say whom alerts are about
  summary boolean not null,
  made_at timestamptz not null,
  ended_at timestamptz);
create unique index alert_channel_name on alert_channel (organisation, lower(name)) where ended_at is null;

-- Within how many hours somebody has to take an alert before the deputies are told, and when the daily summary is sent.
create table alert_deadlines (
  organisation text primary key,
  act_now integer not null check (act_now between 1 and 8760),
  today integer not null check (today between 1 and 8760),
  information integer not null check (information between 1 and 8760),
  summary_at time not null);

-- One message to one channel, at least once, under its id.
create table notice (
  id uuid primary key,
  organisation text not null,
  channel uuid not null references alert_channel (id),
  kind text not null check (kind in ('alerts', 'escalation', 'summary', 'test')),
  state text not null check (state in ('waiting', 'sent', 'not-needed', 'given-up')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  trouble text);
create index notice_due on notice (organisation, due_at) where state = 'waiting';
create index notice_of_channel on notice (channel, made_at);
create table notice_about (
  notice uuid not null references notice (id),
  cause text not null,
  alert bigint not null references alert (id) on delete cascade,              -- the first of them
  alerts integer not null,
  primary key (notice, cause));
create index notice_about_cause on notice_about (cause);
create index notice_about_alert on notice_about (alert);

-- The days on which a channel was sent a summary: by one of the nodes.
create table alert_summary (
  channel uuid not null references alert_channel (id),
  day date not null,
  primary key (channel, day));

-- The words stand in the program alone.
alter table setting_change drop constraint setting_change_section_check;
