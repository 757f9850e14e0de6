-- Whoever runs one organisation of a node sees how long its own messages waited, and nothing of the others'. What all of them together waited stays in
-- queue_hour; of hours before this there is none by organisation.
create table organisation_queue_hour (
  hour timestamptz not null,
  organisation text not null,
  queue text not null,
  deepest bigint not null,
  oldest_seconds bigint not null,
  primary key (organisation, queue, hour));

-- Whose mailbox a check looked at; empty where it looked at what all organisations share.
alter table check_result add column organisation text;
update check_result set organisation = coalesce((select organisation from mailbox b where check_result.name = 'MESH mailbox ' || b.mailbox), '')
  where name like 'MESH mailbox %';
