-- Who has the claim. When that instance starts again, its claims of before are of nobody.
alter table rotation add column claimed_by text;
