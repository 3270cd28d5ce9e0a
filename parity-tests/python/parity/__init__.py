"""The machinery of the parity lane: rules, containers, comparisons and the judge."""
