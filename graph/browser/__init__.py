"""What Neo4j Browser takes from here: favourites, a style, links that open with a question; tried with the classic one (5.24)."""
