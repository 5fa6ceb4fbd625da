"""Loading a round from a folder of CSV files; seeds/README.md describes the form."""
