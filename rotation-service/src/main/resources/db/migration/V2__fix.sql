-- The command that mends it, empty when none does: a finding is told again when this or its verdict changes, not when only words do.
alter table finding add column fix text not null default '';
