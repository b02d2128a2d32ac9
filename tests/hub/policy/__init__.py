"""Tests of reading the household's files."""
