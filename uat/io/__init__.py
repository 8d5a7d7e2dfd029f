"""How things enter and leave: files, JSON, tables of numbers, data frames, notebooks."""
