"""The record: articles and findings, kept."""
