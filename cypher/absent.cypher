// Why an expected edge is absent
//
// question = "Why is there no edge of this type from one thing to another?"
// tags = ["claims", "health"]
// identity = ["reason", "detail", "said_at", "pid"]
//
// [params.subject]
// type = "entity"
// help = "who is expected to do it"
//
// [params.type]
// type = "edge_type"
// help = "the edge type, such as SUPPLIES"
//
// [params.object]
// type = "entity"
// help = "to whom"
//
// [params.on]
// type = "date"
// help = "the day on which it is expected to hold"
//
// [columns]
// reason = "why it is absent, or that it is present"
// detail = "what the graph holds instead, and what was said"
// said_at = "when it was said, or first or last recorded"
// source = "the documents or registers that say so"
// pid = "the proposition, for `why`"

WITH 'country:RU' AS subject,
     'SUPPLIES' AS type,
     'country:IR' AS object,
     toString(date()) AS on
MATCH (s:Entity {id: subject})
MATCH (o:Entity {id: object})
WITH subject, type, object, on, CASE WHEN COUNT { (s)--() } <= COUNT { (o)--() } THEN [s, o] ELSE [o, s] END AS ends
WITH subject, type, object, on, ends[0] AS near, ends[1] AS far
OPTIONAL MATCH (near)-[r]-(other:Entity)
WHERE other.id = far.id
WITH subject, type, object, on, collect(r) AS links
CALL (subject, type, object, on, links) {
  UNWIND [link IN links WHERE startNode(link).id = subject AND type(link) = type] AS r
  WITH r, CASE WHEN r.status = 'ended' THEN 'ended'
               WHEN r.deal_status IS NOT NULL AND r.delivery_years IS NULL AND coalesce(r.quantity_min, 0) = 0 THEN 'ordered'
               WHEN coalesce(r.until <= on, r.until_max < on, false) OR coalesce(r.from_min > on, false) THEN 'outside its window'
               ELSE 'present' END AS reason
  RETURN CASE reason WHEN 'present' THEN 0 ELSE 1 END AS place, reason,
    coalesce(coalesce(r.item, r.scope) + ', ', '') + CASE reason WHEN 'ended' THEN r.status_rule
      WHEN 'ordered' THEN r.status + ', nothing delivered under the deal'
      WHEN 'present' THEN r.status + ', ' + r.status_rule
      ELSE r.status + coalesce(', from ' + r.from_min, '') + coalesce(', until ' + coalesce(r.until, r.until_max), '') END AS detail,
    CASE reason WHEN 'ended' THEN r.gone_at ELSE r.first_seen END AS said_at, r.sources AS source, r.pid AS pid
UNION ALL
  MATCH (s:Entity {id: subject})
  MATCH (s)<-[:SUBJECT]-(p:Proposition)
  WHERE p.type = type AND p.object = object AND p.status IN ['denied_only', 'retracted', 'unasserted']
  MATCH (p)<-[about:ABOUT|WAS_ABOUT]-(c:Claim)
  WITH p, c, CASE WHEN type(about) = 'WAS_ABOUT' THEN 'withdrawn' WHEN p.status = 'denied_only' THEN 'denied only'
                  WHEN p.status = 'retracted' THEN 'retracted' ELSE 'not asserted' END AS reason
  RETURN 2 AS place, reason,
    c.principal + ' ' + c.stance + ' ' + coalesce(p.item, p.scope, 'it') + coalesce(', ' + c.qualification, '') +
      CASE reason WHEN 'withdrawn' THEN ', in what its document does not hold any more' ELSE '' END AS detail,
    c.said_at AS said_at, [c.source] AS source, p.id AS pid
UNION ALL
  UNWIND [link IN links WHERE startNode(link).id = object AND type(link) = type AND subject <> object] AS r
  RETURN 4 AS place, 'the other way round' AS reason,
    object + ' ' + type + ' ' + subject + coalesce(' (' + coalesce(r.item, r.scope) + ')', '') + ', ' + r.status AS detail,
    r.first_seen AS said_at, r.sources AS source, r.pid AS pid
UNION ALL
  UNWIND [link IN links WHERE type(link) <> type] AS r
  WITH startNode(r).id AS one, type(r) AS kind, endNode(r).id AS other, r.status AS status, r
  ORDER BY r.pid
  WITH one, kind, other, status, collect(r.pid) AS pids, collect(r.sources) AS sources, min(r.first_seen) AS said_at
  RETURN 5 AS place, 'another type' AS reason,
    one + ' ' + kind + ' ' + other + ', ' + status + CASE WHEN size(pids) > 1 THEN ', ' + size(pids) + ' edges' ELSE '' END AS detail,
    said_at, sources[0] AS source, pids[0] AS pid
UNION ALL
  UNWIND [[subject, object, 'subject'], [object, subject, 'object']] AS side
  MATCH (x:Entity)
  WHERE x.id = side[0]
  CALL (x) {
    MATCH (twin:Entity)
    WHERE twin.folded = x.folded OR x.folded IN twin.folded_aliases OR twin.folded IN x.folded_aliases
    RETURN twin, 'of the same name as' AS tie
  UNION
    MATCH (x)-[same:SAME_AS]-(twin:Entity)
    WHERE same.status <> 'ended'
    RETURN twin, 'the same as' AS tie
  }
  WITH side, type, x, twin, tie
  WHERE twin.id <> x.id AND twin.id <> side[1]
  MATCH (twin)-[r]-(y:Entity)
  WHERE y.id = side[1] AND type(r) = type AND CASE side[2] WHEN 'subject' THEN startNode(r).id ELSE endNode(r).id END = twin.id
  RETURN 6 AS place, 'known under another id' AS reason,
    startNode(r).id + ' ' + type + ' ' + endNode(r).id + coalesce(' (' + coalesce(r.item, r.scope) + ')', '') + ', ' + r.status + '; ' +
      twin.id + ' is ' + tie + ' ' + x.id AS detail,
    r.first_seen AS said_at, r.sources AS source, r.pid AS pid
UNION ALL
  MATCH (x:Entity)
  WHERE x.id IN [subject, object] AND x.stub = true
  RETURN 7 AS place, 'not loaded' AS reason, x.id + ' is only referred to: no record that was loaded describes it' AS detail,
    null AS said_at, null AS source, null AS pid
UNION ALL
  MATCH (s:Entity {id: subject})
  WHERE none(link IN links WHERE startNode(link).id = subject AND type(link) = type)
    AND NOT EXISTS { MATCH (s)<-[:SUBJECT]-(p:Proposition) WHERE p.type = type AND p.object = object }
  OPTIONAL MATCH (s)-[r]->(x:Entity)
  WHERE type(r) = type
  WITH subject, type, count(DISTINCT x.id) AS others
  RETURN 3 AS place, 'never claimed' AS reason,
    'nothing that was loaded says or denies it; ' + subject + ' ' + type + ' ' +
      CASE others WHEN 0 THEN 'nobody' WHEN 1 THEN 'one other' ELSE others + ' others' END AS detail,
    null AS said_at, null AS source, null AS pid
}
WITH collect({place: place, reason: reason, detail: detail, said_at: said_at, source: source, pid: pid}) AS reasons
UNWIND [one IN reasons WHERE one.place < 2 OR all(other IN reasons WHERE other.reason <> 'present')] AS one
RETURN one.reason AS reason, one.detail AS detail, one.said_at AS said_at, one.source AS source, one.pid AS pid
ORDER BY one.place, said_at, detail, pid
