-- Whether a reason was held preventable when it was given, kept like its fault: a hint that is added or
-- taken off later moves no past figure.
alter table transition_reason add column preventable boolean;
alter table transition_reason disable trigger transition_reason_append_only;
update transition_reason set preventable = btrim(rejection_reason.preventable_hint) <> ''
from rejection_reason where rejection_reason.code = transition_reason.reason_code;
alter table transition_reason enable trigger transition_reason_append_only;
alter table transition_reason alter column preventable set not null;

create or replace function keep_fault() returns trigger language plpgsql as $$
begin
    select fault, btrim(preventable_hint) <> '' into new.fault, new.preventable
    from rejection_reason where code = new.reason_code;
    return new;
end $$;
