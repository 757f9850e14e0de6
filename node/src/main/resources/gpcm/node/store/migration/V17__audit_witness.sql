-- Auditors ask for one action at a time, however many other entries there are.
create index audit_entry_action on audit_entry (org, action, entry_id);

-- What this node has seen, as a witness, of the logs of others: the largest checkpoint of each, never a smaller one again.
create table audit_witnessed (
  origin text primary key,
  size bigint not null,
  root bytea not null,
  note text not null,
  seen_at timestamptz not null);

-- What witnesses elsewhere have signed of this log's checkpoints.
create table audit_cosignature (
  size bigint not null,
  witness text not null,
  line text not null,
  made_at timestamptz not null,
  primary key (size, witness));
select audit_protect('audit_cosignature', false);
