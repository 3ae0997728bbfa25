-- Where 0018 was applied as it first was: with every index off, the check of each foreign key read the whole table of people.
ALTER FUNCTION count_all() RESET ALL;
--> statement-breakpoint
ALTER FUNCTION count_all() SET random_page_cost = 20;
--> statement-breakpoint
ALTER FUNCTION count_all() SET work_mem = '256MB';
