-- What a mailbox has listed and is not processed yet, in the order of its inbox: a document that replaces another must not
-- overtake it, whichever of the two is downloaded and read first.
create table arrival (
  organisation text not null,
  mesh_message_id text not null,
  position bigint generated always as identity,
  primary key (organisation, mesh_message_id)
);
insert into arrival (organisation, mesh_message_id)
select organisation, mesh_message_id from received_message where outcome = 'stored' order by received_at;

-- The scheduler asks with a parameter for picked, which an index of only some rows cannot answer once a plan is kept.
drop index scheduled_tasks_due;
drop index scheduled_tasks_picked;
create index scheduled_tasks_due on scheduled_tasks (picked, execution_time);
-- Rows come and go by the thousand: they are cleared away by number, not by share of a table that is nearly empty.
alter table scheduled_tasks set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
