-- Which node does what only one node of the database may do at a time, for an organisation: another one takes it over when this one is not alive.
create table sole_work (
  work text not null,
  organisation text not null,
  owner text not null,
  primary key (work, organisation)
);

-- How far the submitting system of an organisation has been told what became of its documents.
create table state_webhook (
  organisation text primary key,
  tx xid8 not null,
  event bigint not null,
  failures integer not null default 0,
  failing_since timestamptz,
  try_at timestamptz
);

-- What a sending folder told to be done with a report that was there, under the id by which the folder has it: so that it is done once, and with no other report.
create table sending_folder_act (
  organisation text not null,
  taken text not null,
  document uuid not null references document (id) on delete cascade,
  done boolean not null default false,
  primary key (organisation, taken)
);
create index sending_folder_act_document on sending_folder_act (document);
