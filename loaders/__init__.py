"""One module a source: the file name is the loader's name; `_*.py` is the kit they share."""
