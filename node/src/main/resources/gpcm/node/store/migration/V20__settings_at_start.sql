-- The settings with which each node started last, without secrets, so that the audit log can say what is another.
create table settings_at_start (
  node text primary key,
  settings text not null);
