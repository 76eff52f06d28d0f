"""Figures: amounts, units, what is measured, and the period."""
