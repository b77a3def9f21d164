"""`make docs`: the pages that are made from the code, and how those of the repository fit into one site."""
