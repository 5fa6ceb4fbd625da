"""The whole workflow of grading, by anybody and in any order, beside a small model of its rules."""
