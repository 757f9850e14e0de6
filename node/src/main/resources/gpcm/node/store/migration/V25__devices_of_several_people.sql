-- One browser is used by several people: each whose account has signed in from it is known there.
alter table known_device drop constraint known_device_pkey;
alter table known_device add primary key (device, person);
