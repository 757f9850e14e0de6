-- The table of db-scheduler 16: column names and types are the library's, see DurableTasks.
create table scheduled_tasks (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);

-- Due work is looked for among the tasks nobody has picked; dead work among the picked ones.
create index scheduled_tasks_due on scheduled_tasks (execution_time) where not picked;
create index scheduled_tasks_picked on scheduled_tasks (last_heartbeat) where picked;

-- Message bodies and attachments by the SHA-256 of their bytes. A row without bytes stands for a file of that name.
create table content (
  sha256  text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size    bigint      not null check (size >= 0),
  bytes   bytea       check (bytes is null or length(bytes) = size),
  stored  timestamptz not null default now()
);

-- Attachments are compressed already (PDF, images) or small: do not spend time on compressing them again.
alter table content alter column bytes set storage external;
