-- A migration of a build that is newer than this one.
create table from_the_future ();
