-- Whether the register has said it of the number itself, and besides or instead, of whom it has said it with whom somebody has matched a document of
-- that number. It is not protected any more when the register has said of the one and of each of the others that they are not restricted.
alter table restricted_record add column said boolean not null default true;
alter table restricted_record add column matched text[] not null default '{}';
create index restricted_record_matched on restricted_record (organisation) where matched <> '{}';
