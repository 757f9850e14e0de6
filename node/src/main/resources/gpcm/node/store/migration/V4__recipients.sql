-- Documents for other recipients than the registered practice, and the practice's copy of them.
alter table document add column recipient text;
update document set recipient = registered_practice;
alter table document alter column recipient set not null;
alter table document add column recipient_type text not null default 'FA';
alter table document alter column recipient_type drop default;
alter table document add column copy_of uuid references document (id);
