"""Tests of the templates that announcements bring."""
