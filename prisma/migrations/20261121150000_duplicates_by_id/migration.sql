-- A duplicate's history names the other request by its id, no longer by its applicant's name and address.
UPDATE "access_request_events" AS "event"
SET "text" = COALESCE("request"."duplicate_of_id"::text, '')
FROM "access_requests" AS "request"
WHERE "request"."id" = "event"."access_request_id" AND "event"."kind" = 'marked_duplicate';
