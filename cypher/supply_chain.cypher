// The shortest supply chain
//
// question = "What is the shortest supply chain from a producer to a user, with the evidence of each hop?"
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
MATCH path = (s)-[links:SUPPLIES|OWNS|CONTROLS|PRODUCES|ACTS_FOR*0..2]-(m:Entity)
WHERE all(l IN links WHERE l.status <> 'ended')
  AND all(i IN range(0, length(path) - 1) WHERE CASE side[1] WHEN 'a' THEN startNode(links[i]).id ELSE endNode(links[i]).id END = nodes(path)[i].id)
WITH a, b, m.id AS met, side[1] AS side, length(path) AS hops, min(reduce(way = '', i IN range(0, length(path) - 1) |
  CASE side[1] WHEN 'a' THEN way + links[i].pid + '\t' + nodes(path)[i + 1].id + '\t' ELSE links[i].pid + '\t' + nodes(path)[i].id + '\t' + way END)) AS way
WITH a, b, met, collect({side: side, hops: hops, way: way}) AS ways
UNWIND [w IN ways WHERE w.side = 'a'] AS one
UNWIND [w IN ways WHERE w.side = 'b'] AS other
WITH a, b, one.hops + other.hops AS hops, one.way + other.way AS way
WHERE hops > 0 AND a <> b
WITH a, hops, way
ORDER BY hops, way
LIMIT 1
WITH a, split(way, '\t') AS words, hops
UNWIND range(0, hops - 1) AS i
WITH i, words[2 * i] AS pid, CASE i WHEN 0 THEN a ELSE words[2 * i - 1] END AS one, words[2 * i + 1] AS other
MATCH (:Entity {id: one})-[l:SUPPLIES|OWNS|CONTROLS|PRODUCES|ACTS_FOR]-(:Entity {id: other})
WHERE l.pid = pid
RETURN i + 1 AS hop, startNode(l).id AS from, type(l) AS type, endNode(l).id AS to, l.item AS item, l.status AS status, l.sources AS source
ORDER BY hop
