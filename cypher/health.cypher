// The health of the graph
//
// question = "What in the graph needs attention: rejects, unmatched names, old sources, things without evidence?"
// tags = ["health"]
// identity = ["check", "detail"]
//
// [columns]
// check = "what was counted"
// count = "how many"
// detail = "which, or what to do"

CALL () {
  MATCH (r:Run)-[:LOADED]->(s:Source)
  WITH s, r ORDER BY r.snapshot DESC, r.id DESC
  WITH s, collect(r) AS runs
  WITH s, runs, [x IN runs WHERE NOT coalesce(x.partial, false)][0] AS whole
  WITH s, [x IN runs WHERE (whole IS NULL OR x.id >= whole.id) AND none(y IN runs WHERE y.id > x.id AND (y.file = x.file OR y.file = x.rejects_file))] AS last
  RETURN 'records rejected in the last load' AS check, reduce(n = 0, x IN last | n + x.rejected) AS count, substring(s.id, 7) AS detail
UNION ALL
  MATCH (r:Run)-[:LOADED]->(s:Source)
  WITH s, max(r.snapshot) AS newest, count(DISTINCT r.snapshot) AS n
  RETURN 'snapshots loaded' AS check, n AS count,
    substring(s.id, 7) + ', newest ' + newest + coalesce(', ' + s.licence, ', licence not stated') AS detail
UNION ALL
  MATCH (r:Record)
  WHERE r.mentions IS NOT NULL
  WITH r.register AS register, sum(size(r.mentions)) AS n
  RETURN 'mentions of parties not found' AS check, n AS count, register AS detail
UNION ALL
  MATCH (n:Entity)
  WHERE n.unresolved_countries IS NOT NULL
  UNWIND n.unresolved_countries AS name
  WITH name, count(*) AS n
  RETURN 'names no table of territories knows' AS check, n AS count, name AS detail
UNION ALL
  MATCH (n:Entity)
  WHERE n.stub = true
  WITH n.kind AS kind, count(n) AS n
  RETURN 'things referred to that no record describes' AS check, n AS count, kind AS detail
UNION ALL
  MATCH (n:Entity)
  WHERE NOT (n)--()
  WITH count(n) AS n
  RETURN 'things without any edge' AS check, n AS count, '' AS detail
UNION ALL
  MATCH (c:Claim)
  WHERE NOT (c)-[:ABOUT|WAS_ABOUT]->()
  WITH count(c) AS n
  RETURN 'claims about a claim that is not here' AS check, n AS count, '' AS detail
UNION ALL
  MATCH (s:Source)
  WHERE s.unfinished = true
  WITH count(s) AS n
  RETURN 'loads that did not finish' AS check, n AS count, 'load the same file again' AS detail
UNION ALL
  MATCH (s:Source)
  WHERE s.licence IS NULL AND s.kind <> 'document'
  WITH count(s) AS n
  RETURN 'registers without a licence' AS check, n AS count, '' AS detail
}
RETURN check, count, detail
ORDER BY check, detail
