"""Turn and constraints to a Plan with its residue. Main path: `assemble.understand`."""
