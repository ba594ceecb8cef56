// The timeline of an actor
//
// question = "What is an actor's timeline, by the day it happened and the day it became known?"
// tags = ["claims", "time"]
// identity = ["what", "event_from", "known_on", "ref"]
//
// [params.about]
// type = "entity"
// help = "the actor"
//
// [columns]
// event_from = "when it began, as far as anybody says"
// event_until = "when it ended, as far as anybody says"
// known_on = "when it was said, or first seen in a register"
// what = "what"
// status = "what the evidence amounts to"
// source = "the documents and registers behind it"
// ref = "the claim or proposition"

WITH 'country:IR' AS about
CALL (about) {
  MATCH (e:Entity {id: about})
  MATCH (e)<-[:SUBJECT|OBJECT]-(p:Proposition)
  MATCH (p)<-[:ABOUT]-(c:Claim)
  RETURN c.from_min AS event_from, c.until_max AS event_until, c.said_at AS known_on,
    c.principal + ' ' + c.stance + ': ' + p.subject + ' ' + p.type + ' ' + p.object + coalesce(' (' + p.item + ')', '') AS what,
    p.status AS status, [c.source] AS source, c.id AS ref
UNION
  MATCH (e:Entity {id: about})
  MATCH (e)-[r:VOTED|SANCTIONS|LIFTS_SANCTIONS|EMBARGOES|SUPPLIES|SPONSORED|MEMBER_OF|SUCCEEDED_BY]-(o:Entity)
  WHERE r.records IS NOT NULL
  RETURN coalesce(r.date, r.from_min) AS event_from, coalesce(r.date, r.until_max) AS event_until, r.first_seen AS known_on,
    startNode(r).id + ' ' + type(r) + coalesce(' ' + r.vote, '') + ' ' + endNode(r).id + coalesce(' (' + coalesce(r.item, r.scope) + ')', '') AS what,
    r.status AS status, r.sources AS source, r.pid AS ref
}
RETURN event_from, event_until, known_on, what, status, source, ref
ORDER BY coalesce(event_from, known_on), known_on, what, ref
