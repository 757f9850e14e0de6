-- How many of a document's posts were of an earlier message than its present one: they say nothing of whether that has left.
alter table document add column earlier_posts integer not null default 0;

-- What a person sends again and has not begun to leave, when this is installed.
update document set earlier_posts = posts where state = 'built' and posting = 'none' and posts > 0;
