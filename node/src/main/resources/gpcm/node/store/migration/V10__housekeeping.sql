-- How far the rounds of housekeeping have got, whichever node does the next one.
create table housekeeping (
  task    text        primary key,
  place   bigint      not null default 0,
  done_at timestamptz
);
insert into housekeeping (task) values ('scrub'), ('sweep');

-- Damaged content that a person is still to be told of.
create index stored_content_damaged on stored_content (id) where damaged is not null;
