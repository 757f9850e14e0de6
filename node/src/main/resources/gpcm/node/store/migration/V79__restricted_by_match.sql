-- Whose numbers, where the register has said nothing of the one that is protected: a document was matched with somebody whose record is restricted.
-- It is not protected any more when of each of them the register says that it is not restricted.
alter table restricted_record add column matched text[] not null default '{}';
create index restricted_record_matched on restricted_record (organisation) where matched <> '{}';
