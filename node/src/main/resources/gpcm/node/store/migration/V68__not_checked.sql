-- What could not be checked of a received message, since nobody knows what it depends on: a line each, the requirement and why.
alter table received_message add column not_checked text not null default '';
