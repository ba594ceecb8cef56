// How two actors are connected by what nobody disputes
//
// question = "How is X connected to Y by uncontested or acknowledged edges only?"
// note = "the shortest way, and of those as short the one whose weakest hop is strongest; a register's unknown parties connect nobody"
// tags = ["network", "contested"]
// identity = ["hop"]
//
// [params.a]
// type = "entity"
// help = "one actor"
//
// [params.b]
// type = "entity"
// help = "the other"
//
// [params.max_hops]
// type = "integer"
// help = "how long the path may be, up to 4"
//
// [columns]
// hop = "1 for the first"
// from = "the hop's subject"
// type = "the relationship"
// to = "its object"
// item = "with what"
// status = "what the evidence amounts to"
// source = "the documents and registers behind it"

WITH 'country:IR' AS a,
     'country:RU' AS b,
     4 AS max_hops
CALL (a, b) {
  UNWIND [a, b] AS tip
  MATCH (s:Entity {id: tip})
  MATCH (s)-[l:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR]-(m:Entity)
  WHERE l.status <> 'ended' AND (coalesce(l.contested, false) = false OR l.status = 'acknowledged')
  AND (coalesce(m.party_type, '') <> 'unknown' OR m.id IN [a, b])
  WITH a, b, m.id AS at, count(DISTINCT tip) AS tips
  RETURN sum(CASE WHEN tips = 2 OR at IN [a, b] THEN 1 ELSE 0 END) AS met
}
UNWIND [[a, 'a'], [b, 'b']] AS side
MATCH (s:Entity {id: side[0]})
MATCH (s)-[l:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR]-(m:Entity)
WHERE m.id <> s.id AND l.status <> 'ended' AND (coalesce(l.contested, false) = false OR l.status = 'acknowledged')
  AND (coalesce(m.party_type, '') <> 'unknown' OR m.id IN [a, b])
WITH a, b, max_hops, met, side[0] AS start, side[1] AS side, m.id AS near, min(CASE l.status WHEN 'official' THEN '0' WHEN 'reference' THEN '1' WHEN 'acknowledged' THEN '2' WHEN 'corroborated' THEN '3' ELSE '4' END + l.pid) AS one
OPTIONAL MATCH (s:Entity {id: near})-[l:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR]-(m:Entity)
WHERE met = 0 AND max_hops > 2 AND m.id <> s.id AND l.status <> 'ended' AND (coalesce(l.contested, false) = false OR l.status = 'acknowledged')
  AND (coalesce(m.party_type, '') <> 'unknown' OR m.id IN [a, b])
WITH a, b, max_hops, start, side, near, one, m.id AS far, min(CASE l.status WHEN 'official' THEN '0' WHEN 'reference' THEN '1' WHEN 'acknowledged' THEN '2' WHEN 'corroborated' THEN '3' ELSE '4' END + l.pid) AS other
UNWIND [
  {at: start, hops: 0, way: '0'},
  {at: near, hops: 1, way: one + '\t' + CASE WHEN side = 'a' THEN near ELSE start END + '\t'},
  {at: far, hops: 2, way: CASE WHEN one > other THEN substring(one, 0, 1) ELSE substring(other, 0, 1) END +
    CASE WHEN side = 'a' THEN substring(one, 1) + '\t' + near + '\t' + substring(other, 1) + '\t' + far + '\t'
         ELSE substring(other, 1) + '\t' + near + '\t' + substring(one, 1) + '\t' + start + '\t' END}] AS step
WITH a, b, max_hops, side, step.at AS at, step.hops AS hops, min(step.way) AS way
WHERE at IS NOT NULL
WITH a, b, max_hops, at, collect({side: side, hops: hops, weakest: substring(way, 0, 1), way: substring(way, 1)}) AS steps
UNWIND [x IN steps WHERE x.side = 'a'] AS one
UNWIND [x IN steps WHERE x.side = 'b'] AS other
WITH a, b, max_hops, one.hops + other.hops AS hops, CASE WHEN one.weakest > other.weakest THEN one.weakest ELSE other.weakest END AS weakest,
  one.way + other.way AS way
WHERE hops > 0 AND a <> b AND hops <= max_hops
WITH a, hops, weakest, way
ORDER BY hops, weakest, way
LIMIT 1
WITH a, split(way, '\t') AS words, hops
UNWIND range(0, hops - 1) AS i
WITH i, words[2 * i] AS pid, CASE i WHEN 0 THEN a ELSE words[2 * i - 1] END AS one, words[2 * i + 1] AS other
MATCH (:Entity {id: one})-[l:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR]-(:Entity {id: other})
WHERE l.pid = pid
RETURN i + 1 AS hop, startNode(l).id AS from, type(l) AS type, endNode(l).id AS to, l.item AS item, l.status AS status, l.sources AS source
ORDER BY hop
