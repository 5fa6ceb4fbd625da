"""The life of recommendations, by anybody and in any order, beside a small model of its rules."""
