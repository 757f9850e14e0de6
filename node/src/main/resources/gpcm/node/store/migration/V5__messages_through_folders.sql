-- A message left in a MESH file client's folder goes by the name of its files until MESH's own id of it is known.
alter table outgoing_message add column pair_name text;
create index outgoing_message_pair_name on outgoing_message (organisation, pair_name);
