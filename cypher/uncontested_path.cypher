// How two actors are connected by what nobody disputes
//
// question = "How is X connected to Y by uncontested or acknowledged edges only?"
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
UNWIND [[a, 'a'], [b, 'b']] AS side
MATCH (s:Entity {id: side[0]})
MATCH path = (s)-[links:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR*0..2]-(m:Entity)
WHERE all(l IN links WHERE l.status <> 'ended' AND (coalesce(l.contested, false) = false OR l.status = 'acknowledged'))
WITH a, b, max_hops, m.id AS met, side[1] AS side, length(path) AS hops, min(reduce(way = '', i IN range(0, length(path) - 1) |
  CASE side[1] WHEN 'a' THEN way + links[i].pid + '\t' + nodes(path)[i + 1].id + '\t' ELSE links[i].pid + '\t' + nodes(path)[i].id + '\t' + way END)) AS way
WITH a, b, max_hops, met, collect({side: side, hops: hops, way: way}) AS ways
UNWIND [w IN ways WHERE w.side = 'a'] AS one
UNWIND [w IN ways WHERE w.side = 'b'] AS other
WITH a, b, max_hops, one.hops + other.hops AS hops, one.way + other.way AS way
WHERE hops > 0 AND a <> b AND hops <= max_hops
WITH a, hops, way
ORDER BY hops, way
LIMIT 1
WITH a, split(way, '\t') AS words, hops
UNWIND range(0, hops - 1) AS i
WITH i, words[2 * i] AS pid, CASE i WHEN 0 THEN a ELSE words[2 * i - 1] END AS one, words[2 * i + 1] AS other
MATCH (:Entity {id: one})-[l:SUPPLIES|SEEKS_SUPPLY|OFFERS|PRODUCES|USES|COOPERATES_MILITARILY|SANCTIONS|OWNS|CONTROLS|DIRECTS|ACTS_FOR|LINKED_TO|PART_OF|LOCATED_IN|SPEAKS_FOR]-(:Entity {id: other})
WHERE l.pid = pid
RETURN i + 1 AS hop, startNode(l).id AS from, type(l) AS type, endNode(l).id AS to, l.item AS item, l.status AS status, l.sources AS source
ORDER BY hop
