-- What the people who run the system see of the whole, and what they do to a mailbox.

-- Since when a document is in its state; empty while that is the one that it came into being with.
alter table document add column state_since timestamptz;
update document set state_since = updated_at
  where state in ('unconfirmed', 'waiting', 'held', 'accepted', 'built', 'sent', 'infrastructure-acknowledged', 'overdue');
create index document_overdue on document (organisation) where state = 'overdue';

alter table mailbox
  add column read_asked_at timestamptz,    -- somebody wants it to be read now
  add column paused_at timestamptz,        -- nothing leaves it since then
  add column paused_by text,
  add column paused_because text,
  add constraint mailbox_paused check ((paused_at is null) = (paused_by is null) and (paused_at is null) = (paused_because is null));

-- Messages an hour, counted from what is there, so that a crash loses none; and how deep and how old each queue was at most, as it was looked at
-- each minute. Neither says anything of a patient.
create table message_hour (
  hour timestamptz not null,
  organisation text not null,
  sent bigint not null,
  received bigint not null,
  primary key (hour, organisation));
create table queue_hour (
  hour timestamptz not null,
  queue text not null,
  deepest bigint not null,
  oldest_seconds bigint not null,
  primary key (hour, queue));
create index event_sent on event (at) include (organisation) where kind = 'sent';
insert into housekeeping (task) values ('hours');
