-- Whether an organisation with opening hours is closed on the bank holidays of England. Without a row it is open on them, so
-- that whoever has not said so is told rather too early than too late.
create table bank_holidays (
  organisation text primary key,
  closed boolean not null);
