-- Whoever runs one organisation of a node sees how long its own messages waited, and nothing of the others'. What all of them together waited stays in
-- queue_hour; of hours before this there is none by organisation.
create table organisation_queue_hour (
  hour timestamptz not null,
  organisation text not null,
  queue text not null,
  deepest bigint not null,
  oldest_seconds bigint not null,
  primary key (organisation, queue, hour));
create index organisation_queue_hour_by_hour on organisation_queue_hour (hour);

-- Whose mailbox a check looked at: null where it looked at what all organisations share, empty where two have had the same mailbox.
alter table check_result add column organisation text;
update check_result set organisation = coalesce(
    (select max(b.organisation) from mailbox b where check_result.name = 'MESH mailbox ' || b.mailbox having count(*) = 1), '')
  where name like 'MESH mailbox %';
