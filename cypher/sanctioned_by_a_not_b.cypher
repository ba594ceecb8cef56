// Sanctioned by one, not by the other
//
// question = "Who is sanctioned by A and not by B, and how many days lie between the two where both list it?"
// note = "parties of two lists are one where `actorgraph match` joined them by a published identifier; match --candidates lists those that share only a name"
// tags = ["sanctions"]
// identity = ["target", "programme"]
//
// [params.a]
// type = "entity"
// help = "the authority that lists; for a body its organs too, as the Security Council for the UN"
//
// [params.b]
// type = "entity"
// help = "the authority that may not"
//
// [params.since]
// type = "date"
// help = "only listings of A that are known to be from this day on"
//
// [columns]
// target = "the party"
// name = "its name"
// programme = "A's programmes"
// since_a = "since when A lists it, by the listing date or the first snapshot that has it"
// since_a_is = "what that date is"
// since_b = "since when B lists it, if it does"
// since_b_is = "what that date is"
// lag_days = "days from A's listing to B's, where both dates are known"
// as_b = "the same party in registers of B's, where that is another entry"
// b_lists = "how many listings of B's the graph holds; with 0 none of its lists is loaded, and the rest says nothing of it"

WITH 'country:US' AS a,
     'country:GB' AS b,
     '1900-01-01' AS since
UNWIND [a, b] AS body
OPTIONAL MATCH (:Entity {id: body})<-[part:PART_OF]-(organ:Organisation)
WHERE part.status <> 'ended'
WITH a, b, since, body, collect(organ.id) AS organs
UNWIND [body] + organs AS lister
WITH a, b, since, collect([body, lister]) AS bodies
WITH [x IN bodies WHERE x[0] = a | x[1]] AS a, [x IN bodies WHERE x[0] = b | x[1]] AS b, since
CALL (b) {
  UNWIND b AS lister
  MATCH (y:Entity {id: lister})-[s:SANCTIONS]->()
  WHERE s.status <> 'ended'
  RETURN count(s) AS b_lists
}
CALL () {
  MATCH (s:Source)<-[:LOADED]-(run:Run)
  WITH s.id AS register, min(run.snapshot) AS snapshot
  RETURN collect(register + ' ' + snapshot) AS firsts
}
UNWIND a AS lister
MATCH (x:Entity {id: lister})
MATCH (x)-[r:SANCTIONS]->(t:Entity)
WHERE r.status <> 'ended'
WITH b, b_lists, firsts, since, t, r.scope AS scope, [coalesce(r.from_min, r.again_since, r.first_seen, '~'),
  CASE WHEN r.from_min IS NOT NULL THEN 'stated' WHEN r.first_seen IS NULL THEN 'not stated' WHEN r.again_since IS NOT NULL THEN 'first snapshot that lists it again'
    WHEN any(x IN r.sources WHERE x + ' ' + r.first_seen IN firsts) THEN 'not stated: in the first snapshot loaded' ELSE 'first snapshot that lists it' END] AS start
ORDER BY scope
WITH b, b_lists, firsts, since, t, collect(DISTINCT scope) AS programme, min(start[0] + '|' + start[1]) AS start
WITH b, b_lists, firsts, since, t, programme, split(start, '|') AS start
WHERE since <= '1900-01-01' OR (start[0] >= since AND NOT start[1] STARTS WITH 'not stated')
OPTIONAL MATCH (t)-[same:SAME_AS*1..3]-(twin:Entity)
WHERE all(link IN same WHERE NOT link.status IN ['ended', 'contested'])
WITH b, b_lists, firsts, t, start, programme, collect(DISTINCT twin) AS twins
UNWIND [t] + twins AS self
OPTIONAL MATCH (self)<-[s:SANCTIONS]-(y:Entity)
WHERE y.id IN b AND s.status <> 'ended'
WITH b_lists, t, start, programme, CASE WHEN s IS NOT NULL AND self.id <> t.id THEN self.id END AS other,
  CASE WHEN s IS NOT NULL THEN coalesce(s.from_min, s.again_since, s.first_seen, '~') + '|' +
    CASE WHEN s.from_min IS NOT NULL THEN 'stated' WHEN s.first_seen IS NULL THEN 'not stated' WHEN s.again_since IS NOT NULL THEN 'first snapshot that lists it again'
    WHEN any(x IN s.sources WHERE x + ' ' + s.first_seen IN firsts) THEN 'not stated: in the first snapshot loaded' ELSE 'first snapshot that lists it' END END AS begun
ORDER BY other
WITH b_lists, t, start, programme, split(min(begun), '|') AS begun, collect(DISTINCT other) AS as_b
WITH b_lists, t, start, programme, begun, as_b, CASE WHEN start[0] <> '~' THEN start[0] END AS since_a, CASE WHEN begun[0] <> '~' THEN begun[0] END AS since_b
RETURN t.id AS target, t.name AS name, programme, since_a, start[1] AS since_a_is, since_b, begun[1] AS since_b_is,
  CASE WHEN NOT start[1] STARTS WITH 'not stated' AND NOT begun[1] STARTS WITH 'not stated'
       THEN duration.inDays(date(substring(since_a, 0, 10)), date(substring(since_b, 0, 10))).days END AS lag_days, as_b, b_lists
ORDER BY CASE WHEN begun IS NULL THEN 0 ELSE 1 END, since_a, target
