// Agreement of two states in votes
//
// question = "How often did two states cast the same vote, year by year?"
// note = "the Library's tables hold adopted resolutions only; adoptions without a vote do not count, nor drafts that failed by a veto"
// tags = ["votes"]
// identity = ["year"]
//
// [params.a]
// type = "entity"
// help = "one state"
//
// [params.b]
// type = "entity"
// help = "the other"
//
// [columns]
// year = "the year of the votes"
// votes = "how many votes both cast: for, against or abstaining"
// agree = "in how many of them they did the same"
// share = "the second as a share of the first, from 0 to 1"
// opposed = "in how many one was for and the other against"

WITH 'country:IR' AS a,
     'country:RU' AS b
UNWIND [a, b] AS side
MATCH (state:Entity {id: side})
MATCH (state)-[v:VOTED]->(res:Entity)
WHERE v.vote IN ['Y', 'N', 'A'] AND res.outcome IS NULL
  AND none(word IN ['without', 'consensus', 'acclamation'] WHERE toLower(coalesce(v.modality, '')) CONTAINS word)
WITH res, collect(v.vote) AS cast, min(coalesce(v.date, res.adopted)) AS date
WHERE size(cast) = 2 AND date IS NOT NULL
WITH toInteger(substring(date, 0, 4)) AS year, cast
WITH year, count(cast) AS votes, sum(CASE WHEN cast[0] = cast[1] THEN 1 ELSE 0 END) AS agree,
  sum(CASE WHEN 'Y' IN cast AND 'N' IN cast THEN 1 ELSE 0 END) AS opposed
RETURN year, votes, agree, round(1000.0 * agree / votes) / 1000.0 AS share, opposed
ORDER BY year
