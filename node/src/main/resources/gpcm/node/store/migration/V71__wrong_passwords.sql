-- How often a user name was tried in the last hour in browsers that are new to it, from wherever. Beside it, each network waits for itself.
create table strange_sign_in (
  user_name text primary key,
  tries integer not null,
  since timestamptz not null);

-- One bucket for all new browsers together: there is one for each network from now on.
delete from failed_sign_in where device = '';
