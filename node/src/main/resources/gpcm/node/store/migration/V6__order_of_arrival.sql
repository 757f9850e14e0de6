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
