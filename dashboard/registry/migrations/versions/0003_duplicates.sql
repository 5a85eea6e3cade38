-- What only the request database can see: who applied twice.
alter table figure_check add column duplicates integer not null default 0;
