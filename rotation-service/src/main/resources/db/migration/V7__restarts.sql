-- The restart to come that makes this one needless: when that is given up, this one is due again.
alter table restart_task add column covered_by bigint;

create index restart_task_covered on restart_task (covered_by) where covered_by is not null;

-- How often it was begun anew, because another Secret of its rotation was written when it had begun.
alter table restart_task add column renewals integer not null default 0;

-- What rotations of this service wait for is no line that an event could name; what is put back waits for nobody.
update restart_task
set line = 'rotation:' || line || case when takes_back then ' ' || workload else '' end
where starts_with(rotation_id, 'rotation-') and state in ('WAITING', 'RESTARTING', 'WATCHING');

-- A topic that was made anew has other records at the same positions.
alter table restart_quarantine add column digest text not null default ''; -- SHA-256 of the value

alter table restart_quarantine drop constraint restart_quarantine_once;
alter table restart_quarantine add constraint restart_quarantine_once unique (topic, part, position, digest);
