"""Tests of the mayor's decisions taken by delegation."""
