// The shortest supply chain
//
// question = "What is the shortest supply chain from a producer to a user, with the evidence of each hop?"
// note = "the shortest way, and of those as short the one whose weakest hop is strongest; without orders of which nothing was delivered, and without aid that is not military"
// tags = ["arms", "network"]
// identity = ["hop"]
//
// [params.producer]
// type = "entity"
// help = "where it begins"
//
// [params.user]
// type = "entity"
// help = "where it ends"
//
// [columns]
// hop = "1 for the first"
// from = "who"
// type = "does what"
// to = "to whom"
// item = "with what"
// status = "what the evidence amounts to"
// source = "the documents and registers behind it"

WITH 'country:IR' AS producer,
     'country:RU' AS user
WITH producer AS a, user AS b
UNWIND [[a, 'a'], [b, 'b']] AS side
MATCH (s:Entity {id: side[0]})
MATCH (s)-[l:SUPPLIES|OWNS|CONTROLS|PRODUCES|ACTS_FOR]-(m:Entity)
WHERE m.id <> s.id AND l.status <> 'ended' AND (l.cameo IS NULL OR l.item = 'item:military-aid')
  AND NOT (l.deal_status IS NOT NULL AND l.delivery_years IS NULL AND coalesce(l.quantity_min, 0) = 0)
  AND CASE side[1] WHEN 'a' THEN startNode(l).id ELSE endNode(l).id END = s.id
WITH a, b, side[0] AS start, side[1] AS side, m.id AS near, min(CASE l.status WHEN 'official' THEN '0' WHEN 'reference' THEN '1' WHEN 'acknowledged' THEN '2' WHEN 'corroborated' THEN '3' WHEN 'single_source' THEN '4' ELSE '5' END + l.pid) AS one
OPTIONAL MATCH (s:Entity {id: near})-[l:SUPPLIES|OWNS|CONTROLS|PRODUCES|ACTS_FOR]-(m:Entity)
WHERE m.id <> s.id AND l.status <> 'ended' AND (l.cameo IS NULL OR l.item = 'item:military-aid')
  AND NOT (l.deal_status IS NOT NULL AND l.delivery_years IS NULL AND coalesce(l.quantity_min, 0) = 0)
  AND CASE side WHEN 'a' THEN startNode(l).id ELSE endNode(l).id END = s.id
WITH a, b, start, side, near, one, m.id AS far, min(CASE l.status WHEN 'official' THEN '0' WHEN 'reference' THEN '1' WHEN 'acknowledged' THEN '2' WHEN 'corroborated' THEN '3' WHEN 'single_source' THEN '4' ELSE '5' END + l.pid) AS other
UNWIND [
  {at: start, hops: 0, way: '0'},
  {at: near, hops: 1, way: one + '\t' + CASE WHEN side = 'a' THEN near ELSE start END + '\t'},
  {at: far, hops: 2, way: CASE WHEN one > other THEN substring(one, 0, 1) ELSE substring(other, 0, 1) END +
    CASE WHEN side = 'a' THEN substring(one, 1) + '\t' + near + '\t' + substring(other, 1) + '\t' + far + '\t'
         ELSE substring(other, 1) + '\t' + near + '\t' + substring(one, 1) + '\t' + start + '\t' END}] AS step
WITH a, b, side, step.at AS at, step.hops AS hops, min(step.way) AS way
WHERE at IS NOT NULL
WITH a, b, at, collect({side: side, hops: hops, weakest: substring(way, 0, 1), way: substring(way, 1)}) AS steps
UNWIND [x IN steps WHERE x.side = 'a'] AS one
UNWIND [x IN steps WHERE x.side = 'b'] AS other
WITH a, b, one.hops + other.hops AS hops, CASE WHEN one.weakest > other.weakest THEN one.weakest ELSE other.weakest END AS weakest,
  one.way + other.way AS way
WHERE hops > 0 AND a <> b
WITH a, hops, weakest, way
ORDER BY hops, weakest, way
LIMIT 1
WITH a, split(way, '\t') AS words, hops
UNWIND range(0, hops - 1) AS i
WITH i, words[2 * i] AS pid, CASE i WHEN 0 THEN a ELSE words[2 * i - 1] END AS one, words[2 * i + 1] AS other
MATCH (:Entity {id: one})-[l:SUPPLIES|OWNS|CONTROLS|PRODUCES|ACTS_FOR]-(:Entity {id: other})
WHERE l.pid = pid
RETURN i + 1 AS hop, startNode(l).id AS from, type(l) AS type, endNode(l).id AS to, l.item AS item, l.status AS status, l.sources AS source
ORDER BY hop
