-- What lets a frame without cookies show one file for minutes. Only the hash of a ticket is kept: who reads this table can open nothing with it.
create table viewing_ticket (
  hash bytea primary key,
  file text not null,
  session uuid not null,
  ends_at timestamptz not null);
create index viewing_ticket_end on viewing_ticket (ends_at);
